// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

/** The rules there are. The page {@code docs/rules.md} says the same in a table. */
public enum Rule {
    TRN101(
            "blocking-future-wait",
            Severity.ERROR,
            "it waits until a future is complete",
            "go on from the stage: Stages.then(stage, value -> ...)"),
    TRN102(
            "completed-future-read",
            Severity.INFO,
            "the future is complete here, so the read does not wait; a change nearby can make it wait",
            "read it with getNow(null), or resultNow() from JDK 19 on"),
    TRN103(
            "reactive-bridge-wait",
            Severity.ERROR,
            "it subscribes and waits for the signal",
            "turn the publisher into a stage: toFuture(), subscribeAsCompletionStage()"),
    TRN104(
            "thread-sleep",
            Severity.ERROR,
            "it holds the thread and does nothing",
            "Stages.then(Stages.delay(time), ignored -> ...)"),
    TRN105(
            "synchronizer-wait",
            Severity.ERROR,
            "it waits for another thread",
            "let the other side complete a stage, and go on from that"),
    TRN106(
            "permit-or-queue-wait",
            Severity.ERROR,
            "it waits for a permit or a queue",
            "use the form that answers at once, or offload: Blocking.call(() -> ...)"),
    TRN107(
            "process-wait",
            Severity.ERROR,
            "it starts or awaits a process of the system",
            "go on from process.onExit(); offload the start: Blocking.call(() -> ...)"),
    TRN108(
            "busy-wait",
            Severity.WARNING,
            "it burns the thread while it waits",
            "go on from the stage instead of asking whether it is done"),
    TRN109(
            "parallel-join",
            Severity.WARNING,
            "it waits for a parallel computation",
            "offload the computation: Blocking.call(() -> ...)"),
    TRN201("file-io", Severity.ERROR, "it reads or writes a file", Rule.OFFLOAD),
    TRN202("nio-file", Severity.ERROR, "it reads or writes the file system", Rule.OFFLOAD),
    TRN203("socket-io", Severity.ERROR, "it waits for the network", Rule.OFFLOAD),
    TRN204("dns", Severity.WARNING, "it may ask a name server and wait for the answer", Rule.OFFLOAD),
    TRN205(
            "jdk-http",
            Severity.ERROR,
            "it sends a request and waits for the answer",
            "HttpClient.sendAsync and go on from its stage, or offload: Blocking.call(() -> ...)"),
    TRN206("console", Severity.ERROR, "it waits for somebody to type", "take the value from the job's arguments"),
    TRN207("stream-io", Severity.WARNING, "it waits where the stream is a file or a socket", Rule.OFFLOAD),
    TRN208("naming-remote", Severity.ERROR, "it calls a remote service and waits", Rule.OFFLOAD),
    TRN301("jdbc", Severity.ERROR, "it waits for the database", Rule.UNIT),
    TRN302("jpa", Severity.ERROR, "it waits for the database", Rule.UNIT),
    TRN303("spring-data-repository", Severity.ERROR, "it sends a query and waits for the answer", Rule.UNIT),
    TRN304("sql-library", Severity.ERROR, "it waits for the database", Rule.UNIT),
    TRN305(
            "http-client",
            Severity.ERROR,
            "it sends a request and waits for the answer",
            "use the client's async form, or offload: Blocking.call(() -> ...)"),
    TRN306(
            "redis-client",
            Severity.ERROR,
            "it sends a command and waits for the answer",
            "use the client's async commands, or offload: Blocking.call(() -> ...)"),
    TRN307("nosql-search", Severity.ERROR, "it sends a request and waits for the answer", Rule.CLIENT),
    TRN308("cloud-sdk", Severity.ERROR, "it sends a request and waits for the answer", Rule.CLIENT),
    TRN309("messaging", Severity.ERROR, "it waits for the broker", Rule.CLIENT),
    TRN310("grpc-blocking-stub", Severity.ERROR, "it sends a request and waits for the answer", "use the future stub"),
    TRN311(
            "job-enqueue",
            Severity.ERROR,
            "it writes to the job store and waits for the answer",
            "enqueue with TaskQueue, which answers with a stage, or offload: Blocking.call(() -> ...)"),
    TRN313(
            "blocking-memoizer",
            Severity.WARNING,
            "it runs a loader, or waits for the thread that does",
            "keep stages in the cache instead of values"),
    TRN401(
            "lost-stage",
            Severity.ERROR,
            "nobody awaits the stage: the job counts as done while it still runs, and its failure is lost",
            "return the stage, or combine it with the one that is returned"),
    TRN407(
            "blocking-facade-call",
            Severity.ERROR,
            "a facade waits for its twin, and fails on a thread that must not wait",
            "call the ...Async twin and go on from its stage"),
    TRN703("lock-wait", Severity.WARNING, "it waits for whoever holds the lock", "do not hold locks around waiting"),
    TRN801(
            "bare-async-job",
            Severity.ERROR,
            "JobRunr drops the stage that a job method returns: the job counts as done while it still runs",
            "enqueue the facade, the method of the same name without Async"),
    TRN805(
            "stale-exemption",
            Severity.WARNING,
            "the class is in scope and has no such method, so the line exempts nothing",
            "correct the address or take the line out of META-INF/turnout/tasks.properties"),
    TRN806(
            "incomplete-analysis",
            Severity.WARNING,
            "what cannot be read cannot be checked",
            "put the missing jars on the class path of the check, or name the classes that hold the tasks"),
    TRN902("entropy", Severity.INFO, "it may wait for the system's entropy", "create it once at start-up"),
    TRN904("class-path-io", Severity.INFO, "it reads from the class path", "read it once at start-up");

    private static final String OFFLOAD = "offload it: Blocking.call(() -> ...)";
    private static final String UNIT = "offload the whole unit of work: Blocking.call(() -> ...)";
    private static final String CLIENT = "use the client's async twin, or offload: Blocking.call(() -> ...)";

    private final String title;
    private final Severity severity;
    private final String because;
    private final String fix;

    Rule(String title, Severity severity, String because, String fix) {
        this.title = title;
        this.severity = severity;
        this.because = because;
        this.fix = fix;
    }

    /** {@code TRN104}. */
    public String id() {
        return name();
    }

    /** {@code thread-sleep}. */
    public String title() {
        return title;
    }

    public Severity severity() {
        return severity;
    }

    /** Whether it speaks of a thread that waits, so that a lane mends it. */
    boolean waits() {
        return this != TRN401;
    }

    /** What the call does that an async path cannot afford. */
    public String because() {
        return because;
    }

    /** The mend. */
    public String fix() {
        return fix;
    }
}
