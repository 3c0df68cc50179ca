// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads in a stack whether a wait was on an async path of a library. Test suites run on plain threads, so the thread's name
 * says nothing. What counts is which frame of the library is met first when one goes outwards from the wait:
 *
 * <ul>
 *   <li>a method that returns a stage: its caller was promised not to wait;
 *   <li>a function that runs because a stage completed, because a signal came, or on the common pool;
 *   <li>a listener or task on an event loop.
 * </ul>
 *
 * What an executor runs, a thread of {@code boundedElastic}, and what a test called by itself, is no async path.
 */
final class AsyncStack {
    /** Whose frames count, and whose end the search. */
    private final Code code;

    private final Predicate<String> tests;

    AsyncStack(Code code, Predicate<String> tests) {
        this.code = code;
        this.tests = tests;
    }

    enum Kind {
        STAGE,
        CONTINUATION,
        POOL,
        LOOP
    }

    /**
     * A wait on an async path.
     *
     * @param entry index of the frame in the stack where the path begins
     * @param sink index of the innermost frame in the library
     */
    record Path(Kind kind, int entry, int sink) {}

    /** The path, if there is one. */
    Optional<Path> pathOf(Hit hit) {
        List<StackTraceElement> stack = hit.stack();
        int sink = sinkOf(stack);
        for (int i = sink; i >= 0 && i < stack.size(); i++) {
            StackTraceElement frame = stack.get(i);
            if (tests.test(frame.getClassName())) {
                return Optional.empty();
            }
            if (!code.contains(frame)) {
                continue;
            }
            if (code.returnsStage(frame)) {
                return Optional.of(new Path(Kind.STAGE, i, sink));
            }
            Runner runner = runnerOf(stack, i + 1, hit.thread());
            if (runner == Runner.OFFLOAD) {
                return Optional.empty();
            }
            if (runner != Runner.CALLER) {
                return Optional.of(new Path(Kind.valueOf(runner.name()), i, sink));
            }
        }
        return Optional.empty();
    }

    /** A wait that is on no path, in a line: what waits, where, and from where as far as the library goes. */
    String described(Hit hit) {
        List<StackTraceElement> stack = hit.stack();
        int sink = sinkOf(stack);
        int last = sink;
        while (last + 1 < stack.size() && !tests.test(stack.get(last + 1).getClassName())) {
            last++;
        }
        while (last > sink && !code.contains(stack.get(last))) {
            last--;
        }
        return hit.call() + " at " + stack.get(sink) + " from " + stack.get(last) + " called by "
                + (last + 1 < stack.size() ? stack.get(last + 1) : "?");
    }

    /** The innermost frame in the library, or -1. */
    int sinkOf(List<StackTraceElement> stack) {
        for (int i = 0; i < stack.size(); i++) {
            if (code.contains(stack.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private enum Runner {
        CALLER,
        CONTINUATION,
        POOL,
        LOOP,
        OFFLOAD
    }

    private static final String FUTURE = "java.util.concurrent.CompletableFuture";
    private static final Pattern RUN_BY_EXECUTOR = Pattern.compile("run|exec");
    private static final Pattern WORKERS = Pattern.compile(
            "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(ThreadPoolExecutor.*|ForkJoin.*|FutureTask|Executors\\$.*|ScheduledThreadPoolExecutor.*)");

    /** Who runs the frame before {@code from}. */
    private Runner runnerOf(List<StackTraceElement> stack, int from, String thread) {
        if (from >= stack.size()) {
            return Runner.CALLER;
        }
        StackTraceElement caller = stack.get(from);
        String type = caller.getClassName();
        if (type.startsWith(FUTURE)) {
            return runnerOfFuture(stack, from, thread);
        }
        if (type.startsWith("reactor.core.publisher.") || type.startsWith("io.smallrye.mutiny.")) {
            return thread.startsWith("boundedElastic") ? Runner.OFFLOAD : Runner.CONTINUATION;
        }
        if (type.startsWith("io.netty.util.concurrent.")) {
            return isLoop(caller) ? Runner.LOOP : Runner.CALLER;
        }
        return WORKERS.matcher(type).matches() ? ofWorker(thread) : Runner.CALLER;
    }

    private static boolean isLoop(StackTraceElement frame) {
        return frame.getMethodName().startsWith("notifyListener")
                || frame.getMethodName().equals("runTask")
                || frame.getMethodName().equals("safeExecute");
    }

    private static Runner ofWorker(String thread) {
        return thread.contains("commonPool") ? Runner.POOL : Runner.OFFLOAD;
    }

    /** What a stage calls at completion is a continuation, unless an executor was asked to run just that. */
    private Runner runnerOfFuture(List<StackTraceElement> stack, int from, String thread) {
        for (int i = from; i < stack.size() && stack.get(i).getClassName().startsWith(FUTURE); i++) {
            String method = stack.get(i).getMethodName();
            if (RUN_BY_EXECUTOR.matcher(method).matches()) {
                return byExecutor(stack, i + 1, thread);
            }
            if (!method.equals("tryFire") && !method.startsWith("uni") && !method.startsWith("bi")) {
                return Runner.CONTINUATION; // postComplete, complete
            }
        }
        return Runner.CONTINUATION;
    }

    private Runner byExecutor(List<StackTraceElement> stack, int from, String thread) {
        for (int i = from; i < stack.size(); i++) {
            StackTraceElement frame = stack.get(i);
            if (tests.test(frame.getClassName())) {
                return Runner.OFFLOAD; // a test's executor stands for the one that the library would have
            }
            if (frame.getClassName().startsWith("io.netty.util.concurrent.")) {
                return Runner.LOOP;
            }
            if (WORKERS.matcher(frame.getClassName()).matches()) {
                return ofWorker(thread);
            }
            if (frame.getClassName().startsWith(FUTURE)) {
                return Runner.CONTINUATION; // an executor that runs what it is given at once
            }
        }
        return Runner.OFFLOAD;
    }
}
