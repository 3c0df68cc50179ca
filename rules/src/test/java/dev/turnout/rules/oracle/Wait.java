// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What a thread waits for, read from its stack. The first that fits counts. */
enum Wait {
    MONITOR("a monitor that another thread holds", "jdk\\.JavaMonitorEnter.*"),
    ENTROPY("the system's entropy", ".* (sun\\.security\\.provider\\.NativePRNG|java\\.security\\.SecureRandom).*"),
    SLEEP("a sleep, a yield", ".*(Thread\\.(sleep|yield|onSpinWait)|ThreadSleep).*"),
    FUTURE(
            "a future",
            ".* java\\.util\\.concurrent\\.(CompletableFuture\\.(get|join|waitingGet|timedGet)|FutureTask\\.get).*"),
    LOCK("a lock", ".* java\\.util\\.concurrent\\.locks\\.\\S*(Lock|LockView|Sync)\\.(read|write)?[lL]ock.*"),
    SYNCHRONIZER(
            "a latch, a condition, a queue, a wait",
            ".*(java\\.util\\.concurrent\\.|java\\.lang\\.Object\\.wait|MonitorWait|Unsafe\\.park|ThreadPark).*"),
    DNS("a name", ".* java\\.net\\.(Inet|NetworkInterface).*"),
    SOCKET("a socket", ".* (sun\\.nio\\.ch\\.(Net|Socket|ServerSocket|Datagram|NioSocket)|java\\.net\\.).*"),
    FILE("a file", ".* (java\\.io\\.|sun\\.nio\\.(fs|ch)\\.|java\\.nio\\.).*"),
    OTHER("something else", ".*");

    private final String text;
    private final Pattern stack;

    Wait(String text, String stack) {
        this.text = text;
        this.stack = Pattern.compile(stack);
    }

    String text() {
        return text;
    }

    static Wait of(Hit hit) {
        StringBuilder line = new StringBuilder(hit.source()).append(' ').append(hit.call());
        hit.stack().stream()
                .takeWhile(frame -> frame.getClassName().matches("(java|jdk|sun)\\..*"))
                .forEach(frame -> line.append(' ')
                        .append(frame.getClassName())
                        .append('.')
                        .append(frame.getMethodName()));
        return Arrays.stream(values())
                .filter(wait -> wait.stack.matcher(line).matches())
                .findFirst()
                .orElse(OTHER);
    }
}
