/**
 * The contract between the API, backends (who provide algorithms) and runners (who execute their tasks). Users of the
 * API need none of it.
 */
package lanewise.core.spi;
