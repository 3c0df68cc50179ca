// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Optional;

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
    TRN312(
            "async-twin-ignored",
            Severity.WARNING,
            "the same type answers this with a stage",
            "call the async twin and go on from its stage"),
    TRN313(
            "blocking-memoizer",
            Severity.WARNING,
            "it runs a loader, or waits for the thread that does",
            "keep stages in the cache instead of values"),
    TRN314(
            "declared-blocking",
            Severity.ERROR,
            "its author marked it @Blocking",
            "offload it: Blocking.call(() -> ...)"),
    TRN401(
            "lost-stage",
            Severity.ERROR,
            "nobody awaits the stage: the job counts as done while it still runs, and its failure is lost",
            "return the stage, or combine it with the one that is returned"),
    TRN402(
            "nested-stage",
            Severity.ERROR,
            "the stage around it completes when the inner one begins, and nobody awaits the inner one",
            "use the form that flattens: thenCompose, Stages.then, flatMap"),
    TRN404(
            "null-stage",
            Severity.ERROR,
            "the caller goes on from null and fails with a NullPointerException",
            "return a completed stage: CompletableFuture.completedFuture(null), Stages.done()"),
    TRN405(
            "sync-throw",
            Severity.WARNING,
            "the failure comes past the stage, so what the caller attached to the stage never sees it",
            "return a failed stage: CompletableFuture.failedFuture(failure), or begin with Stages.start(() -> ...)"),
    TRN406(
            "swallowed-failure",
            Severity.WARNING,
            "the failure is neither looked at nor logged, and the job counts as done",
            "look at the failure, and let those through that you do not expect"),
    TRN407(
            "blocking-facade-call",
            Severity.ERROR,
            "a facade waits for its twin, and fails on a thread that must not wait",
            "call the ...Async twin and go on from its stage"),
    TRN408(
            "void-async-entry",
            Severity.ERROR,
            "the task returns nothing, so the job counts as done while the stage it started still runs",
            "return the stage from a twin: the method of this name with Async, marked @AsyncTask"),
    TRN409(
            "fake-async",
            Severity.ERROR,
            "it waits first and then wraps the result, so the caller waits all the same",
            "offload the wait: return Blocking.call(() -> ...)"),
    TRN410(
            "resource-closed-early",
            Severity.ERROR,
            "the resource is closed when the method returns, while the stage still needs it",
            "close it when the stage ends: Stages.using(() -> ..., resource -> ...)"),
    TRN411(
            "async-suffix",
            Severity.OFF,
            "its name does not say that it returns a stage",
            "rename it to ...Async, unless jobs name it: then its name is the address"),
    TRN501(
            "thread-local-across-stages",
            Severity.WARNING,
            "the value belongs to the thread that began, and this may run on another one",
            "read the value before the stage begins and hand it on, with Stages.carrying or as a variable"),
    TRN502(
            "transaction-over-stage",
            Severity.ERROR,
            "the transaction ends when the method returns, while the stage still runs",
            "put the transaction into the offload: Blocking.call(() -> the transactional method of another bean)"),
    TRN503(
            "proxy-annotation-over-stage",
            Severity.WARNING,
            "what the annotation adds ends when the method returns, while the stage still runs",
            "put the annotated work into the offload, or use the async form of that library"),
    TRN504(
            "enqueue-in-transaction",
            Severity.WARNING,
            "the job is stored at once: it may run before the transaction commits, and it stays if the transaction rolls back",
            "enqueue after the commit; TaskQueue does so by itself"),
    TRN505(
            "self-invocation",
            Severity.ERROR,
            "the call stays inside the object, so the proxy that the annotation needs is not asked",
            "call it through the bean, or move the method to a bean of its own"),
    TRN601(
            "default-executor",
            Severity.WARNING,
            "the common pool has about one thread a CPU, and with one or two CPUs each task gets a new thread",
            "name the executor: thenApplyAsync(f, executor)"),
    TRN602(
            "ad-hoc-thread",
            Severity.WARNING,
            "threads made per job are neither bounded nor seen by the worker",
            "use one executor for all, or Blocking.call(() -> ...)"),
    TRN603(
            "wait-inside-offload",
            Severity.WARNING,
            "it holds a thread of the pool and waits for work that needs a thread of the same pool",
            "go on from the stage outside of the offload"),
    TRN604(
            "inline-executor",
            Severity.ERROR,
            "this executor runs the work on the thread that completes the stage, and the work waits",
            "give it an executor with threads of its own, or offload: Blocking.call(() -> ...)"),
    TRN701(
            "lock-across-stages",
            Severity.ERROR,
            "a lock belongs to a thread, and the continuation that unlocks may run on another one",
            "keep the locked part in one stage, or use a semaphore that stages can wait for"),
    TRN702(
            "monitor-over-stage",
            Severity.WARNING,
            "the monitor is left when the method returns, while the stage still runs",
            "guard the work itself: one stage at a time, chained to the one before"),
    TRN703("lock-wait", Severity.WARNING, "it waits for whoever holds the lock", "do not hold locks around waiting"),
    TRN704(
            "io-under-lock",
            Severity.WARNING,
            "it waits while it holds a lock, so whoever wants the lock waits too; below JDK 24 a monitor also pins a virtual thread",
            "wait first, then lock"),
    TRN801(
            "bare-async-job",
            Severity.ERROR,
            "JobRunr drops the stage that a job method returns: the job counts as done while it still runs",
            "enqueue the facade, the method of the same name without Async"),
    TRN802(
            "job-context-in-continuation",
            Severity.ERROR,
            "JobRunr clears the job's context when the method returns, and this runs later",
            "read it before the stage begins and hand it on, or take a TaskContext as parameter"),
    TRN803(
            "async-annotation-clash",
            Severity.ERROR,
            "a method of an @AsyncJob class is enqueued instead of run, and its caller gets null",
            "call the work through a class without @AsyncJob"),
    TRN804(
            "interrupt-reliance",
            Severity.WARNING,
            "nobody interrupts the thread of an async task: cancelling completes its stage instead",
            "ask the TaskContext whether the task is cancelled"),
    TRN805(
            "stale-exemption",
            Severity.ERROR,
            "an exemption that is not needed, not explained or out of date hides what comes after it",
            "take it out, or give it a reason and a later date"),
    TRN806(
            "incomplete-analysis",
            Severity.WARNING,
            "what cannot be read cannot be checked",
            "put the missing jars on the class path of the check, or name the classes that hold the tasks"),
    TRN807(
            "facade-left",
            Severity.OFF,
            "the cutover is finished, and a facade holds a thread while its twin works",
            "take the facade out, once nothing queued names it"),
    TRN808(
            "bridge-left",
            Severity.OFF,
            "the cutover is finished, and the bridge is to come out",
            "take the type out, then the dependency; async-runtime works without it"),
    TRN901(
            "sync-logging",
            Severity.OFF,
            "it writes to the appender or the terminal on this thread",
            "use an asynchronous appender"),
    TRN902("entropy", Severity.INFO, "it may wait for the system's entropy", "create it once at start-up"),
    TRN903(
            "blocking-class-init",
            Severity.WARNING,
            "the first call runs the static initialiser of the class, which waits",
            "load the class at start-up, or make the value lazily behind an offload"),
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

    /** What it does unless {@code META-INF/turnout/rules.properties} says otherwise. */
    public Severity severity() {
        return severity;
    }

    /** Whether it speaks of a thread that waits, so that a lane mends it: TRN1xx to TRN3xx, facades, locks. */
    boolean waits() {
        char band = name().charAt(3);
        return (band <= '3' && this != TRN102) || this == TRN407 || this == TRN703 || this == TRN704 || band == '9';
    }

    /** Whether it stands in the list of calls that wait: TRN1xx to TRN3xx. */
    boolean isWait() {
        return name().charAt(3) <= '3' && this != TRN102;
    }

    /** Whether {@code @AllowBlocking} speaks of it where it stands: a wait, and what is made of one. */
    boolean isAllowable() {
        return isWait() || this == TRN409 || this == TRN604;
    }

    /** From where a thread has to come for it to be a finding. */
    Reach reach() {
        return switch (this) {
            case TRN402, TRN404, TRN405, TRN406, TRN408, TRN409, TRN410, TRN411 -> Reach.PLACE;
            case TRN502, TRN503, TRN604, TRN701, TRN702, TRN801, TRN803, TRN805, TRN807, TRN808 -> Reach.PLACE;
            case TRN501 -> Reach.LATER;
            case TRN504 -> Reach.TRANSACTION;
            case TRN505 -> Reach.ANYWHERE;
            case TRN603 -> Reach.OFFLOAD;
            case TRN802 -> Reach.CONTINUATION;
            default -> Reach.ASYNC;
        };
    }

    /** What the call does that an async path cannot afford. */
    public String because() {
        return because;
    }

    /** The mend. */
    public String fix() {
        return fix;
    }

    /** The recipe that makes the mend, by its full name; empty where a person does. */
    public Optional<String> recipe() {
        return Counterpart.recipe(this);
    }

    /** Why a person makes the mend, or what the recipe leaves to one. */
    public String byHand() {
        return Counterpart.byHand(this);
    }
}
