/**
 * Runs the tasks of Lanewise on a caller's own {@link java.util.concurrent.ForkJoinPool}.
 */
module lanewise.parallel {
    requires transitive lanewise.core;

    exports lanewise.parallel;
}
