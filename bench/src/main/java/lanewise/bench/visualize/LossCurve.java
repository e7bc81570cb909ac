package lanewise.bench.visualize;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.bench.tensor.WholeFile;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss over the images that were learned from: of the batches, averaged, and of images held out. */
final class LossCurve {
    private static final int AVERAGED = 20;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 450;

    private final List<Double> batches = new ArrayList<>();
    private final List<Double> images = new ArrayList<>();
    private final List<Double> heldOut = new ArrayList<>();

    /** The loss on the next batch. */
    void add(double loss) {
        batches.add(loss);
    }

    /** The score after the batches up to now. */
    void add(Score score) {
        images.add((double) batches.size() * Training.BATCH);
        heldOut.add(score.loss());
    }

    /** {@return the mean of the last losses} */
    double recent() {
        return mean(batches.size());
    }

    /** Writes a PNG. */
    void write(Path file) throws IOException {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("images learned from")
                .yAxisTitle("cross entropy").build();
        chart.getStyler().setYAxisLogarithmic(true).setLegendPosition(Styler.LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE);
        List<Double> ends = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int end = 1; end <= batches.size(); end += Math.max(1, Math.min(AVERAGED / 2, batches.size() - end))) {
            ends.add((double) end * Training.BATCH);
            means.add(mean(end));
        }
        chart.addSeries("batches, mean of " + AVERAGED, ends, means).setMarker(SeriesMarkers.NONE);
        chart.addSeries("held out", images, heldOut).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        WholeFile.write(file, out -> ChartEncoder.saveChart(chart, out, "png"));
    }

    private double mean(int end) {
        return batches.subList(Math.max(0, end - AVERAGED), end).stream().mapToDouble(Double::doubleValue).average()
                .orElse(Double.NaN);
    }
}
