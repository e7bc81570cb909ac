package lanewise.bench.verify;

/**
 * What became of one case or layer.
 *
 * @param outcome passed, failed or skipped
 * @param name    its name, and what it is about
 * @param reason  why it did not pass, empty when it did
 */
record Verdict(Outcome outcome, String name, String reason) {

    /** The three outcomes; each case has one. */
    enum Outcome {
        PASSED, FAILED, SKIPPED
    }

    static Verdict passed(String name) {
        return new Verdict(Outcome.PASSED, name, "");
    }

    static Verdict failed(String name, String reason) {
        return new Verdict(Outcome.FAILED, name, reason);
    }

    static Verdict skipped(String name, String reason) {
        return new Verdict(Outcome.SKIPPED, name, reason);
    }
}
