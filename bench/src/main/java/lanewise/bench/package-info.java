/** The command line: {@link lanewise.bench.Main} lists its commands, each of which lives with what it is about. */
package lanewise.bench;
