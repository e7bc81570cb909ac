/** The library at work on a picture. */
package lanewise.bench.demo;
