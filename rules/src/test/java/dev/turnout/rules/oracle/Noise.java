// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the oracle sees on an async path and what is no wait of the library there. Each kind has a name and is counted; none
 * is left out by eye.
 */
enum Noise {
    CLASS_INIT("a class is initialised, once") {
        @Override
        boolean is(Seen seen) {
            return seen.toEntry().anyMatch(f -> f.getMethodName().equals("<clinit>")) || seen.waitsForInit();
        }
    },
    CLASS_LOADING("a class, a service or a bundle is loaded, once") {
        @Override
        boolean is(Seen seen) {
            return seen.below(LOADING);
        }
    },
    LINKAGE("a lambda or a string concatenation is linked, once") {
        @Override
        boolean is(Seen seen) {
            return seen.below(LINKING);
        }
    },
    LOGGING("a line is logged: TRN901, off by default") {
        @Override
        boolean is(Seen seen) {
            return seen.below(LOGGERS);
        }
    },
    TEST_CODE("a function or a mock of the test waits, called by the library") {
        @Override
        boolean is(Seen seen) {
            return seen.below(MOCKS) || seen.tested();
        }
    },
    CHANNEL("a channel of an event loop, which does not block") {
        @Override
        boolean is(Seen seen) {
            return seen.below(LOOPS);
        }
    },
    JDK_LOCK("a lock or a spin inside of a JDK collection, executor or class, held for moments") {
        @Override
        boolean is(Seen seen) {
            StackTraceElement owner = seen.lockOwner();
            boolean lock = seen.below(LOCKS) && !seen.below(AWAITS);
            boolean monitor = seen.hit().source().startsWith("jdk.JavaMonitorEnter");
            boolean spin = seen.hit().call().matches(".*\\.(yield0?|onSpinWait)");
            return (lock || monitor || spin)
                    && JDK.matcher(owner.getClassName()).matches()
                    && !owner.toString().contains("ConcurrentHashMap.comput");
        }
    },
    QUICK_MONITOR("a monitor was entered within 10 ms: handed over between threads, or one of two cores was busy") {
        @Override
        boolean is(Seen seen) {
            return seen.hit().source().equals(Hit.QUICK_MONITOR);
        }
    };

    private static final Pattern LOADING = Pattern.compile(
            "java\\.lang\\.(ClassLoader|Class\\.forName).*"
                    + "|jdk\\.internal\\.(loader|reflect)\\..*|java\\.net\\.URLClassLoader.*|java\\.util\\.(ServiceLoader|ResourceBundle).*");
    private static final Pattern LINKING = Pattern.compile("java\\.lang\\.invoke\\..*");
    private static final Pattern LOGGERS = Pattern.compile("(org\\.slf4j|ch\\.qos\\.logback|org\\.apache\\.log4j"
            + "|org\\.apache\\.logging|org\\.apache\\.commons\\.logging|java\\.util\\.logging|org\\.jboss\\.logging"
            + "|io\\.netty\\.util\\.internal\\.logging|reactor\\.util\\.Logger).*");
    private static final Pattern MOCKS = Pattern.compile(
            "(org\\.mockito|net\\.bytebuddy|org\\.testng|org\\.junit|org\\.assertj)\\..*|.*\\$MockitoMock\\$.*");
    private static final Pattern LOOPS =
            Pattern.compile("(.*\\.)?io\\.netty\\.channel\\.(nio|socket\\.nio|epoll|kqueue)\\..*"
                    + "|io\\.netty\\.util\\.concurrent\\.(SingleThreadEventExecutor\\.(execute|wakeup|addTask).*)"
                    + "|.*\\.wakeup\\(.*");
    private static final Pattern LOCKS = Pattern.compile("java\\.util\\.concurrent\\.locks\\..*");
    private static final Pattern AWAITS = Pattern.compile(
            ".*ConditionObject\\.await.*|.*(CountDownLatch|Semaphore|Phaser|Exchanger|CyclicBarrier).*");
    private static final Pattern JDK = Pattern.compile("(java|javax|jdk|sun|com\\.sun\\.jmx)\\..*");
    private static final Pattern MECHANICS = Pattern.compile(
            "java\\.util\\.concurrent\\.locks\\..*|java\\.lang\\.Thread|(jdk\\.internal|sun)\\.misc\\.Unsafe");

    private final String why;

    Noise(String why) {
        this.why = why;
    }

    String why() {
        return why;
    }

    abstract boolean is(Seen seen);

    static Optional<Noise> of(Hit hit, AsyncStack.Path path, Predicate<String> tests) {
        Seen seen = new Seen(hit, path, tests);
        return Arrays.stream(values()).filter(noise -> noise.is(seen)).findFirst();
    }

    /** A wait with its path. */
    private record Seen(Hit hit, AsyncStack.Path path, Predicate<String> tests) {
        int sink() {
            return path.sink();
        }

        /** Frames of what the library called. */
        List<StackTraceElement> calls() {
            return hit.stack().subList(0, sink());
        }

        Stream<StackTraceElement> toEntry() {
            return hit.stack().subList(0, path.entry() + 1).stream();
        }

        boolean below(Pattern pattern) {
            return calls().stream()
                    .anyMatch(f -> pattern.matcher(f.getClassName() + "." + f.getMethodName() + "(")
                            .matches());
        }

        boolean tested() {
            return calls().stream().anyMatch(f -> tests.test(f.getClassName()));
        }

        /** The virtual machine waits for another thread that initialises a class: no frame of Object.wait is on top. */
        boolean waitsForInit() {
            return hit.source().equals("jdk.JavaMonitorWait") && !hit.call().startsWith("java.lang.Object.");
        }

        /** Whose lock it is: the innermost frame that is not about locking itself. */
        StackTraceElement lockOwner() {
            return hit.stack().stream()
                    .filter(f -> !MECHANICS.matcher(f.getClassName()).matches())
                    .findFirst()
                    .orElse(hit.stack().get(sink()));
        }
    }
}
