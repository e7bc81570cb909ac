/**
 * Definitions to check results against: the scalar reference whose bits the fast algorithms reproduce, a float64 oracle
 * for error bounds, the convolution matrix written out, and its transpose by zero insertion; and random matrices to check
 * them on.
 */
package lanewise.core.reference;
