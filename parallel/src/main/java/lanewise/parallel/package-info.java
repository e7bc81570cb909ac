/** x. */
package lanewise.parallel;
