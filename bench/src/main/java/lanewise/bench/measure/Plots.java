package lanewise.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import lanewise.bench.layers.Layer;
import lanewise.bench.tensor.WholeFile;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A comparison as pictures: bars under the peak, and points under the roofs of peak and bandwidth. */
final class Plots {
    private static final String RATE = "GFLOP/s";
    private static final String SCALAR = "scalar";
    private static final List<String> FORMATS = List.of("png", "svg");
    private static final int LEAST_WIDTH = 800;
    private static final int MARGIN = 300;
    private static final int BAR_WIDTH = 12;
    private static final int HEIGHT = 700;
    private static final int ROTATION = 60;
    private static final double CACHE_SHARE = 0.75;

    private Plots() {
    }

    /**
     * Writes {@code bars} and {@code roofline}, each as {@code .png} and {@code .svg}.
     *
     * @param directory where to
     * @param reports   what was measured
     * @param threads   how many threads share the work, and whose peaks add up
     */
    static void write(Path directory, List<LayerReport> reports, int threads) throws IOException {
        List<LayerResult> results = reports.stream().map(LayerReport::result).toList();
        double peak = threads * Stopwatch.median(results.stream().flatMapToDouble(r -> Arrays.stream(r.peaks()))
                .toArray());
        save(directory, "bars", bars(results, peak));
        save(directory, "roofline", roofline(results, peak, threads));
    }

    /** Rates of all engines; the scale ends at the peak, unless a fast algorithm counts for more than it computes. */
    private static CategoryChart bars(List<LayerResult> results, double peak) {
        List<String> layers = results.stream().map(result -> result.layer().name()).toList();
        List<String> engines = engines(results);
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(LEAST_WIDTH, MARGIN + BAR_WIDTH * layers.size() * (engines.size() + 1))).height(HEIGHT)
                .title(String.format(Locale.ROOT, "%s by layer, peak %.0f", RATE, peak)).yAxisTitle(RATE).build();
        double highest = peak;
        for (String engine : engines) {
            List<Double> rates = results.stream().map(result -> orZero(result.gflops(engine))).toList();
            highest = Math.max(highest, rates.stream().mapToDouble(Double::doubleValue).max().orElse(0));
            chart.addSeries(engine, layers, rates);
        }
        if (!Double.isNaN(peak)) {
            chart.addSeries("peak", layers, layers.stream().map(layer -> peak).toList())
                    .setChartCategorySeriesRenderStyle(
                            CategorySeriesRenderStyle.Line)
                    .setMarker(SeriesMarkers.NONE);
            chart.getStyler().setYAxisMax(highest);
        }
        chart.getStyler().setXAxisLabelRotation(ROTATION).setLegendPosition(Styler.LegendPosition.OutsideE);
        return chart;
    }

    /** Operations per byte that must be moved at least, against operations per second. */
    private static XYChart roofline(List<LayerResult> results, double peak, int threads) {
        XYChart chart = new XYChartBuilder().width(LEAST_WIDTH + MARGIN).height(HEIGHT).title("Roofline")
                .xAxisTitle("operations per byte of input, weights and output").yAxisTitle(RATE).build();
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true)
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        double[] intensity = results.stream().mapToDouble(result -> intensity(result.layer())).toArray();
        for (String engine : engines(results)) {
            int[] ran = IntStream.range(0, results.size())
                    .filter(i -> !Double.isNaN(results.get(i).seconds(engine))).toArray();
            chart.addSeries(engine, Arrays.stream(ran).mapToDouble(i -> intensity[i]).toArray(),
                    Arrays.stream(ran).mapToDouble(i -> results.get(i).gflops(engine)).toArray())
                    .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
        double most = Math.max(Arrays.stream(intensity).max().orElse(1), 10);
        double least = Math.min(Arrays.stream(intensity).min().orElse(1), 1) / 2;
        roof(chart, "memory", threads * MachinePeaks.memory().readGbs(), peak, least, most);
        long cache = (long) (CACHE_SHARE * MachinePeaks.secondLevelCacheBytes());
        if (cache > 0) {
            roof(chart, "level-2 cache", threads * MachinePeaks.readGbs(cache), peak, least, most);
        }
        return chart;
    }

    private static void roof(XYChart chart, String name, double gbs, double peak, double least, double most) {
        double corner = peak / gbs;
        if (!Double.isNaN(corner)) {
            chart.addSeries(String.format(Locale.ROOT, "%s, %.0f GB/s", name, gbs), new double[]{least, corner, most},
                    new double[]{least * gbs, peak, peak}).setMarker(SeriesMarkers.NONE);
        }
    }

    private static double intensity(Layer layer) {
        return 1e9 * layer.gflop()
                / (Float.BYTES * ((double) layer.inElements() + layer.outElements() + layer.spec().filterElements()));
    }

    /** Everyone who ran some layer, but the scalar core, whose points would flatten all others. */
    private static List<String> engines(List<LayerResult> results) {
        Set<String> engines = new LinkedHashSet<>();
        results.forEach(result -> engines.addAll(result.times().keySet()));
        engines.remove(SCALAR);
        return new ArrayList<>(engines);
    }

    private static double orZero(double rate) {
        return Double.isNaN(rate) ? 0 : rate;
    }

    private static void save(Path directory, String name, IChart chart) throws IOException {
        for (String format : FORMATS) {
            WholeFile.write(directory.resolve(name + "." + format), out -> ChartEncoder.saveChart(chart, out, format));
        }
    }
}
