/** What every command prints with. */
package lanewise.bench.console;
