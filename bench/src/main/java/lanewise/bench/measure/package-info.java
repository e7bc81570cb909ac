/** Times and what they are worth: the machine's peaks, and contenders that alternate on the same layers. */
package lanewise.bench.measure;
