// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Which threads an executor or a scheduler has, as far as the bytecode tells. */
final class Threads {
    private static final String EXECUTOR = "java/util/concurrent/Executor";
    private static final String RUNNABLE = "java/lang/Runnable";
    private static final String FUNCTIONS = "java/util/function/";

    /** Types whose threads must not wait. */
    private static final Set<String> LOOPS = Set.of(
            "io/netty/util/concurrent/EventExecutorGroup",
            "io/vertx/core/Context",
            "io/netty/channel/IoEventLoopGroup");

    /** Of these, such as are made for work that waits. */
    private static final Set<String> LOOPS_FOR_WORK = Set.of(
            "io/netty/util/concurrent/DefaultEventExecutor",
            "io/netty/util/concurrent/DefaultEventExecutorGroup",
            "io/netty/util/concurrent/UnorderedThreadPoolEventExecutor");

    /** Executors that run what they are given at once. */
    private static final Set<String> INLINE = Set.of(
            "org/springframework/core/task/SyncTaskExecutor",
            "io/netty/util/concurrent/ImmediateExecutor",
            "io/netty/util/concurrent/ImmediateEventExecutor");

    /** Methods that answer with an executor which has no threads. */
    private static final Set<String> NONE = Set.of("directExecutor", "newDirectExecutorService", "sameThreadExecutor");

    private static final Set<String> ELASTIC = Set.of(
            "boundedElastic",
            "newBoundedElastic",
            "elastic",
            "newElastic",
            "fromExecutor",
            "fromExecutorService",
            "io",
            "from",
            "newThread");
    private static final Set<String> FIXED =
            Set.of("parallel", "newParallel", "single", "newSingle", "immediate", "computation", "trampoline");
    private static final Set<String> FOR_ALL_ABOVE = Set.of("subscribeOn", "runSubscriptionOn");
    private static final Set<String> TRANSFORMERS = Set.of("as", "transform", "transformDeferred");
    private static final Set<String> FOR_ALL_BELOW = Set.of("publishOn", "emitOn", "observeOn", "runOn");
    /** Operators of Reactor that signal on a timer's thread: of the scheduler that they are given, else of parallel. */
    private static final Set<String> BY_TIME = Set.of(
            "delay",
            "delayElement",
            "delayElements",
            "delaySequence",
            "interval",
            "sample",
            "buffer",
            "bufferTimeout",
            "window",
            "windowTimeout");

    private static final String SCHEDULER = "reactor/core/scheduler/Scheduler";

    private static final Set<String> SOURCES = Set.of(
            "fromCallable",
            "fromSupplier",
            "fromRunnable",
            "fromAction",
            "fromIterable",
            "fromArray",
            "fromStream",
            "defer",
            "just",
            "justOrEmpty",
            "range",
            "item",
            "deferred",
            "create",
            "push",
            "generate",
            "generator",
            "using",
            "deferContextual",
            "context",
            "items",
            "optional");

    /** Sources that call their function on the subscriber's thread and signal on another one. */
    private static final Set<String> SOURCES_OF_OTHERS = Set.of(
            "fromFuture", "fromCompletionStage", "completionStage", "future", "emitter", "usingWhen", "resource");

    private static final int LONGEST_CHAIN = 64;

    private static final int MAX_FIELDS = 4;

    private final Scope scope;
    private final Map<Source.Field, List<Stored>> fields = new HashMap<>();

    Threads(Scope scope) {
        this.scope = scope;
        for (Method method : scope.methods()) {
            for (Body.Assigned assigned : method.body.assigned) {
                fields.computeIfAbsent(assigned.field(), f -> new ArrayList<>())
                        .add(new Stored(method, assigned.value()));
            }
        }
    }

    /** What a method puts into a field. */
    private record Stored(Method by, Value value) {}

    /** The executor among the arguments of {@code call}; where there is none, the common pool. */
    Context ofArgument(Method caller, Call call) {
        Type[] arguments = Type.getArgumentTypes(call.descriptor());
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].getSort() == Type.OBJECT && scope.types.isA(arguments[i].getInternalName(), EXECUTOR)) {
                return of(caller, call.value(call.isStatic() ? i : i + 1), arguments[i].getInternalName());
            }
        }
        return Context.POOL;
    }

    /** The executor that is asked to run something. */
    Context ofReceiver(Method caller, Call call) {
        return of(caller, call.value(0), Scope.receiver(call));
    }

    private Context of(Method caller, Value executor, String declared) {
        return of(caller, executor, declared, 0);
    }

    private Context of(Method caller, Value executor, String declared, int depth) {
        Set<Context> all = EnumSet.noneOf(Context.class);
        executor.sources().forEach(source -> all.add(of(caller, source, declared, depth)));
        if (all.isEmpty()) {
            return ofClass(declared);
        }
        return all.size() == 1 ? all.iterator().next() : Context.ESCAPE; // one or the other
    }

    private Context of(Method caller, Source source, String declared, int depth) {
        if (source instanceof Source.Lambda lambda) {
            return runsInline(lambda) ? Context.COMPLETER : Context.OFFLOAD;
        }
        if (source instanceof Source.New made) {
            return ofClass(made.type());
        }
        if (source instanceof Source.Result result) {
            Call maker = caller.body.callAt(result);
            if (NONE.contains(maker.name())) {
                return Context.COMPLETER;
            }
            if (maker.name().equals("commonPool")) {
                return Context.POOL;
            }
            if (maker.name().equals("delayedExecutor")) {
                return ofArgument(caller, maker);
            }
            Type made = Type.getReturnType(maker.descriptor());
            return ofClass(made.getSort() == Type.OBJECT ? made.getInternalName() : declared);
        }
        if (source instanceof Source.Param param) {
            return ofClass(declaredType(caller, param).orElse(declared));
        }
        return source instanceof Source.Field field ? ofField(field, depth) : ofClass(declared);
    }

    /** The type of a parameter, where it says more than that it is an executor. */
    private Optional<String> declaredType(Method method, Source.Param param) {
        Type[] types = Type.getArgumentTypes(method.descriptor);
        int argument = method.isStatic() ? param.index() : param.index() - 1;
        return argument >= 0 && argument < types.length && types[argument].getSort() == Type.OBJECT
                ? Optional.of(types[argument].getInternalName()).filter(type -> scope.types.isA(type, EXECUTOR))
                : Optional.empty();
    }

    /** By everything that the scope puts into the field; of one that is filled from outside its type tells. */
    private Context ofField(Source.Field field, int depth) {
        String type = Type.getType(field.descriptor()).getInternalName();
        List<Stored> stored = depth < MAX_FIELDS ? fields.getOrDefault(field, List.of()) : List.of();
        Set<Context> all = EnumSet.noneOf(Context.class);
        stored.forEach(s -> all.add(of(s.by(), s.value(), type, depth + 1)));
        if (all.isEmpty()) {
            return ofClass(type);
        }
        return all.size() == 1 ? all.iterator().next() : Context.ESCAPE;
    }

    /** A class of the scope by what it does with its task. */
    private Context ofClass(String type) {
        boolean inline = scope.contains(type)
                && scope.targets(true, type, "execute", "(L" + RUNNABLE + ";)V").stream()
                        .anyMatch(Threads::callsItsTask);
        return inline ? Context.COMPLETER : ofType(type);
    }

    /** A plain {@code Executor} may be anything. */
    private Context ofType(String type) {
        if (scope.types.isAnyOf(type, LOOPS_FOR_WORK)) {
            return Context.OFFLOAD;
        }
        if (scope.types.isAnyOf(type, INLINE)) {
            return Context.COMPLETER;
        }
        if (LOOPS.stream().anyMatch(loop -> scope.types.isA(type, loop))) {
            return Context.CONTINUATION;
        }
        return type.equals(EXECUTOR) ? Context.ESCAPE : Context.OFFLOAD;
    }

    private boolean runsInline(Source.Lambda lambda) {
        if (lambda.target().getOwner().equals(RUNNABLE)) {
            return true;
        }
        return !lambda.isReference()
                && scope
                        .targets(
                                true,
                                lambda.target().getOwner(),
                                lambda.target().getName(),
                                lambda.target().getDesc())
                        .stream()
                        .anyMatch(Threads::callsItsTask);
    }

    private static boolean callsItsTask(Method method) {
        return method.body.calls.stream()
                .anyMatch(c -> c.owner().equals(RUNNABLE)
                        && c.name().equals("run")
                        && c.value(0).all(Source.Param.class).findAny().isPresent());
    }

    /** Where a function runs that is given to an operator of a reactive chain. */
    Context ofOperator(Method caller, Call call) {
        Context above = call.isStatic() ? Context.CONTINUATION : above(caller, call);
        if (above != Context.CONTINUATION) {
            return above;
        }
        Begin begin = begin(caller.body, call);
        if (begin == Begin.ELSEWHERE) {
            return Context.CONTINUATION;
        }
        Context below = below(caller, call);
        return begin == Begin.UNKNOWN && below == Context.OFFLOAD ? Context.ESCAPE : below;
    }

    /** Whether {@code call} is what a chain begins with that runs on its subscriber's thread, or stands right behind. */
    boolean isAtSource(Method caller, Call call) {
        Call source = call.isStatic() ? call : maker(caller.body, call);
        return source != null && source.isStatic() && SOURCES.contains(source.name());
    }

    /** Where a chain begins. */
    private enum Begin {
        /** With what runs on the subscriber's thread, so that {@code subscribeOn} moves it. */
        HERE,
        /** With a publisher that was given or kept: one that is ready, or has a thread of its own. */
        UNKNOWN,
        /** With a signal of another thread. */
        ELSEWHERE
    }

    private static Begin begin(Body body, Call call) {
        Call at = call;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            if (SOURCES.contains(at.name()) || (i == 0 && SOURCES_OF_OTHERS.contains(at.name()))) {
                return Begin.HERE;
            }
            if (at.isStatic() || FOR_ALL_BELOW.contains(at.name()) || (i > 0 && isByTime(at))) {
                return Begin.ELSEWHERE;
            }
            Call before = maker(body, at);
            if (before == null) {
                return at.value(0).all(Source.Field.class).findAny().isPresent() ? Begin.UNKNOWN : Begin.ELSEWHERE;
            }
            at = before;
        }
        return Begin.ELSEWHERE;
    }

    private Context above(Method caller, Call call) {
        Call at = maker(caller.body, call);
        for (int i = 0; at != null && i < LONGEST_CHAIN; i++) {
            if (FOR_ALL_BELOW.contains(at.name())) {
                return ofScheduler(caller, at);
            }
            if (isByTime(at)) {
                return ofTimer(caller, at);
            }
            at = at.isStatic() ? null : maker(caller.body, at);
        }
        return Context.CONTINUATION;
    }

    private static boolean isByTime(Call call) {
        return BY_TIME.contains(call.name())
                && call.owner().startsWith("reactor/core/publisher/")
                && call.descriptor().contains("Ljava/time/Duration;");
    }

    private Context ofTimer(Method caller, Call call) {
        Type[] arguments = Type.getArgumentTypes(call.descriptor());
        int last = arguments.length - 1;
        boolean given = arguments[last].getSort() == Type.OBJECT
                && scope.types.isA(arguments[last].getInternalName(), SCHEDULER);
        return given ? ofScheduler(caller, call.value(call.isStatic() ? last : last + 1)) : Context.CONTINUATION;
    }

    private Context below(Method caller, Call call) {
        Call at = call;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Call maker = at;
            List<Call> next = next(caller.body, new Source.Result(maker.at()));
            if (next.size() != 1) {
                return Context.CONTINUATION;
            }
            at = next.get(0);
            if (FOR_ALL_ABOVE.contains(at.name())) {
                return ofScheduler(caller, at);
            }
            Context dressed = TRANSFORMERS.contains(at.name()) ? transformed(at) : Context.CONTINUATION;
            if (dressed != Context.CONTINUATION) {
                return dressed;
            }
        }
        return Context.CONTINUATION;
    }

    /** What is called on {@code stage}; where nothing is, the function that dresses it. */
    private static List<Call> next(Body body, Source stage) {
        List<Call> on = body.calls.stream()
                .filter(c -> !c.isStatic() && c.opcode() != Opcodes.INVOKESPECIAL)
                .filter(c -> c.value(0).sources().contains(stage))
                .toList();
        return !on.isEmpty()
                ? on
                : body.calls.stream()
                        .filter(c ->
                                c.owner().startsWith(FUNCTIONS) && c.values().size() == 2)
                        .filter(c -> c.value(1).sources().contains(stage))
                        .toList();
    }

    /** {@code as(mono -> mono.subscribeOn(..))}. */
    private Context transformed(Call call) {
        return call.value(1)
                .all(Source.Lambda.class)
                .map(Source.Lambda::target)
                .flatMap(body -> scope.targets(true, body.getOwner(), body.getName(), body.getDesc()).stream())
                .flatMap(body -> body.body.calls.stream()
                        .filter(c -> FOR_ALL_ABOVE.contains(c.name()))
                        .map(c -> ofScheduler(body, c)))
                .findFirst()
                .orElse(Context.CONTINUATION);
    }

    private static @Nullable Call maker(Body body, Call call) {
        return call.value(0)
                .all(Source.Result.class)
                .map(body::callAt)
                .findFirst()
                .orElse(null);
    }

    private Context ofScheduler(Method caller, Call call) {
        Type[] arguments = Type.getArgumentTypes(call.descriptor());
        if (arguments.length > 0
                && arguments[0].getSort() == Type.OBJECT
                && scope.types.isA(arguments[0].getInternalName(), EXECUTOR)) {
            return ofArgument(caller, call);
        }
        return ofScheduler(caller, call.value(1));
    }

    private Context ofScheduler(Method caller, Value scheduler) {
        Predicate<Set<String>> isFrom = names -> makers(caller, scheduler).anyMatch(c -> names.contains(c.name()));
        if (isFrom.test(ELASTIC)) {
            return Context.OFFLOAD;
        }
        return isFrom.test(FIXED) ? Context.CONTINUATION : Context.ESCAPE;
    }

    /** The calls that {@code value} comes from, and those that what it is read from is filled from. */
    private Stream<Call> makers(Method method, Value value) {
        Stream<Call> kept = value.all(Source.Field.class)
                .flatMap(field -> fields.getOrDefault(field, List.of()).stream())
                .flatMap(stored -> stored.value().all(Source.Result.class).map(stored.by().body::callAt));
        return Stream.concat(value.all(Source.Result.class).map(method.body::callAt), kept);
    }
}
