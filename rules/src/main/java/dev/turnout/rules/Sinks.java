// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Says which calls wait. */
final class Sinks {
    /** Kinds whose methods wait although they return a future: the wait is for something else than the result. */
    private static final Set<String> WAITS_ANYWAY = Set.of("wait-future", "reactive-bridge", "messaging");

    private static final Set<String> STREAMS = Set.of("stream-io", "io-lib");

    private static final Set<String> FUTURE_READS = Set.of("get", "join", "await");

    private static final List<String> SETS = List.of("set", "put");
    private static final List<String> TAKES_AWAY = List.of("remove", "clear", "reset");

    private static final Set<String> PROGRESS = Set.of(
            "isDone",
            "isCancelled",
            "isCompletedExceptionally",
            "yield",
            "onSpinWait",
            "nanoTime",
            "currentTimeMillis");

    private static final Set<String> ANSWERS = Set.of("getResponseCode", "getInputStream");

    private static final Set<String> OF_THE_ANSWER = Set.of(
            "getResponseMessage",
            "getErrorStream",
            "getContentType",
            "getContentLength",
            "getContentLengthLong",
            "getHeaderField",
            "getHeaderFields",
            "getLastModified");

    /** Names of {@code JobScheduler} and its like that store a job. */
    private static final List<String> STORES = List.of("enqueue", "schedule", "create", "save");

    private static final String SPRING_DATA = "org.springframework.data.";
    private static final List<String> FUNCTIONS = List.of("Ljava/util/function/", "Ljava/util/concurrent/Callable;");

    private final Scope scope;
    private final Tables tables;
    private final CompletedReads completed;
    private final AsyncTwins twins;
    private final LostStages lost;
    private final Unbounded unbounded;
    private final Streams streams;
    private final Library library;
    private final Set<String> nonBlocking = new HashSet<>();

    Sinks(Scope scope, Tables tables, CompletedReads completed) {
        this.scope = scope;
        this.tables = tables;
        this.completed = completed;
        this.twins = new AsyncTwins(scope);
        this.lost = new LostStages(scope);
        this.unbounded = new Unbounded(scope);
        this.streams = new Streams(scope);
        this.library = new Library(scope, tables);
        for (Method method : scope.methods()) {
            if (method.body.calls.stream().anyMatch(Sinks::setsNonBlocking)) {
                nonBlocking.add(outermost(method));
            }
        }
    }

    /** {@code channel.configureBlocking(false)}. */
    private static boolean setsNonBlocking(Call call) {
        return call.name().equals("configureBlocking") && call.value(1).within(Set.of(new Source.Zero()));
    }

    private static String outermost(Method method) {
        int inner = method.owner.indexOf('$');
        return inner < 0 ? method.owner : method.owner.substring(0, inner);
    }

    /** The finding that {@code call} is, if {@code method} is on an async path. */
    Optional<Method.Sink> of(Method method, Call call) {
        String owner = Scope.receiver(call);
        Optional<BlockingRow> row =
                tables.blocking(scope.types, owner, call.name(), call.descriptor(), !call.isStatic());
        if (row.isEmpty()) {
            return unresolvedRepository(call).or(() -> inLibrary(call));
        }
        BlockingRow found = row.get();
        if ((!WAITS_ANYWAY.contains(found.kind()) && AsyncTypes.answersLater(scope.types, call.descriptor()))
                || (!found.isUsers() && isHandedOn(found, method, call))
                || hasZeroTime(call)
                || unbounded.hasRoom(method, call)
                || (STREAMS.contains(found.kind()) && streams.areInMemory(method, call))
                || isNonBlockingChannel(method, call)
                || isAnswered(method, call)
                || (found.kind().equals("thread-local") && isOwnValue(method, call))
                || (found.kind().equals("cache") && takesFunction(call))) {
            return Optional.empty();
        }
        return Kinds.ruleOf(found)
                .filter(rule -> found.isUsers() || !isJudgedByItsBody(rule, owner, call))
                .map(byKind -> {
                    Rule rule = readsFuture(owner, call) ? Rule.TRN101 : byKind;
                    boolean unknown = found.kind().equals("io-lib") && streams.areUnknown(method, call);
                    Rule graded = rule == Rule.TRN101 && completed.isDone(method, call)
                            ? Rule.TRN102
                            : unknown ? Rule.TRN207 : rule;
                    Confidence usual = graded == Rule.TRN207 ? Confidence.POSSIBLE : Confidence.LIKELY;
                    Confidence grade = found.always() && !unknown ? Confidence.CERTAIN : usual;
                    return new Method.Sink(graded, grade, call.simpleName(), call.line());
                });
    }

    /** A send that answers with a stage and waits only where its buffer is full: with the stage used, there is no better call. */
    private boolean isHandedOn(BlockingRow row, Method method, Call call) {
        return row.kind().equals("messaging")
                && !row.always()
                && AsyncTypes.returnsStage(scope.types, call.descriptor())
                && method.body.used.contains(new Source.Result(call.at()));
    }

    /** A method of the class path that waits on each way through it; where the scope overrides it, nobody knows. */
    private Optional<Method.Sink> inLibrary(Call call) {
        return !scope.targets(call).isEmpty()
                ? Optional.empty()
                : library.waitOf(call)
                        .filter(rule -> !tables.isSwitchedOff(scope.types, call))
                        .map(rule -> new Method.Sink(rule, Confidence.LIKELY, call.simpleName(), call.line()));
    }

    /** What a client's method does is written in it, where it belongs to the scope. */
    private boolean isJudgedByItsBody(Rule rule, String owner, Call call) {
        return rule.id().compareTo("TRN2") > 0
                && rule.isWait()
                && scope.contains(owner)
                && scope.hasBody(owner, call.name(), call.descriptor());
    }

    /** What a connection says of an answer that has come. */
    private boolean isAnswered(Method method, Call call) {
        return OF_THE_ANSWER.contains(call.name())
                && scope.types.isA(call.owner(), "java/net/URLConnection")
                && method.body.calls.stream()
                        .anyMatch(c -> ANSWERS.contains(c.name())
                                && c.at() < call.at()
                                && c.value(0).equals(call.value(0))
                                && !c.value(0).sources().isEmpty());
    }

    /** A value that is set and taken away where it is read stays on the thread in between. */
    private static boolean isOwnValue(Method method, Call call) {
        List<Call> calls = method.body.calls.stream()
                .filter(c -> c.owner().equals(call.owner())
                        && (c.isStatic() || c.value(0).equals(call.value(0))))
                .toList();
        return calls.stream().anyMatch(c -> startsWith(SETS, c) && c.at() <= call.at())
                && calls.stream().anyMatch(c -> startsWith(TAKES_AWAY, c));
    }

    private static boolean startsWith(List<String> names, Call call) {
        return names.stream().anyMatch(call.name()::startsWith);
    }

    /** A class that sets its channels so does not wait on them. */
    private boolean isNonBlockingChannel(Method method, Call call) {
        return scope.types.isA(call.owner(), "java/nio/channels/spi/AbstractSelectableChannel")
                && nonBlocking.contains(outermost(method));
    }

    /** A client's own kind of future is one like all others. */
    private boolean readsFuture(String owner, Call call) {
        return FUTURE_READS.contains(call.name()) && scope.types.isA(owner, "java/util/concurrent/Future");
    }

    /** What else {@code call} is, besides a wait. */
    List<Method.Sink> others(Method method, Call call, Optional<Method.Sink> wait) {
        List<Method.Sink> all = new ArrayList<>();
        boolean isFutureWait = wait.filter(s -> s.rule() == Rule.TRN101).isPresent();
        if (isFutureWait && needsThePool(method, call)) {
            all.add(sink(Rule.TRN603, Confidence.LIKELY, call));
        }
        if (wait.isEmpty()
                && usesCommonPool(call)
                && !scope.types.isA(method.owner, "java/util/concurrent/CompletionStage")) {
            all.add(sink(Rule.TRN601, Confidence.CERTAIN, call));
        }
        if (wait.filter(s -> s.rule() == Rule.TRN311).isPresent() && stores(call)) {
            all.add(sink(Rule.TRN504, Confidence.CERTAIN, call));
        }
        if (wait.isEmpty() && tables.isSwitchedOff(scope.types, call)) {
            return all;
        }
        if (wait.isEmpty() && isDeclaredBlocking(call)) {
            all.add(sink(Rule.TRN314, Confidence.CERTAIN, call));
        } else if (wait.isEmpty() && twins.isIgnoredBy(method, call)) {
            all.add(sink(Rule.TRN312, Confidence.LIKELY, call));
        }
        return all;
    }

    /** {@code while (!future.isDone()) { Thread.yield(); }}. */
    List<Method.Sink> busyLoops(Method method) {
        List<Method.Sink> all = new ArrayList<>();
        for (Body.Held loop : method.body.loops) {
            List<Call> calls = method.body.calls.stream().filter(loop::holds).toList();
            calls.stream()
                    .filter(c -> c.name().equals("isDone") && c.descriptor().equals("()Z"))
                    .findFirst()
                    .filter(c -> calls.stream().allMatch(other -> PROGRESS.contains(other.name())))
                    .ifPresent(c -> all.add(sink(Rule.TRN108, Confidence.CERTAIN, c)));
        }
        return all;
    }

    private static Method.Sink sink(Rule rule, Confidence grade, Call call) {
        return new Method.Sink(rule, grade, call.simpleName(), call.line());
    }

    /** Whether the future that is waited for comes from a method that makes a stage: that one may need a thread too. */
    private boolean needsThePool(Method method, Call call) {
        return call.value(0)
                .all(Source.Result.class)
                .map(method.body::callAt)
                .anyMatch(made -> made.owner().equals(RuntimeTypes.BLOCKING.replace('.', '/'))
                        || (made.name().equals("toCompletableFuture") && needsThePool(method, made))
                        || (AsyncTypes.returnsStage(scope.types, made.descriptor())
                                && scope.targets(made).stream().anyMatch(t -> !t.is(Opcodes.ACC_ABSTRACT))));
    }

    private boolean usesCommonPool(Call call) {
        if (!call.name().endsWith("Async")) {
            return false;
        }
        int arguments = Type.getArgumentTypes(call.descriptor()).length;
        for (int i = 0; i < arguments; i++) {
            if (tables.context(scope.types, call.owner(), call.name(), call.descriptor(), i)
                    .filter(c -> c == Context.POOL)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean stores(Call call) {
        return startsWith(STORES, call);
    }

    private boolean isDeclaredBlocking(Call call) {
        return !AsyncTypes.answersLater(scope.types, call.descriptor())
                && scope.types.isBlocking(call.owner(), call.name() + call.descriptor());
    }

    /** The finding that it is to drop what {@code call} in {@code method} returns. */
    Optional<Method.Sink> ofDropped(Method method, Call call) {
        return lost.of(method, call);
    }

    /** A repository whose super types cannot be read would pass in silence; its super type's name gives it away. */
    private Optional<Method.Sink> unresolvedRepository(Call call) {
        boolean repository = !call.isStatic()
                && !Types.isObjectMethod(call.name(), call.descriptor())
                && !AsyncTypes.answersLater(scope.types, call.descriptor())
                && scope.types.superTypes(call.owner()).stream()
                        .map(type -> type.replace('/', '.'))
                        .anyMatch(type -> type.startsWith(SPRING_DATA)
                                && type.endsWith("Repository")
                                && !type.contains("Reactive")
                                && !type.contains("Coroutine")
                                && scope.types.unresolved().contains(type));
        return repository
                ? Optional.of(new Method.Sink(Rule.TRN303, Confidence.LIKELY, call.simpleName(), call.line()))
                : Optional.empty();
    }

    /** {@code poll(0, SECONDS)} asks and does not wait. */
    static boolean hasZeroTime(Call call) {
        Type[] arguments = Type.getArgumentTypes(call.descriptor());
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i] == Type.LONG_TYPE
                    && arguments[i + 1].getDescriptor().equals("Ljava/util/concurrent/TimeUnit;")) {
                Value time = call.value(call.isStatic() ? i : i + 1);
                return time.within(Set.of(new Source.Zero()));
            }
        }
        return false;
    }

    /** The loader is at hand, and what it does is judged by itself. */
    private static boolean takesFunction(Call call) {
        return FUNCTIONS.stream().anyMatch(call.descriptor()::contains);
    }
}
