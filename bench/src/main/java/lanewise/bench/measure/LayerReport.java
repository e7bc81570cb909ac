package lanewise.bench.measure;

/**
 * All there is to say about a layer.
 *
 * @param result what was measured
 * @param cost   what planning it takes
 */
public record LayerReport(LayerResult result, PlanCost cost) {
}
