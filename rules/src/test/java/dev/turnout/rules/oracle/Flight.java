// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The flight recorder's view of waits, however short they are. It sees monitors, which BlockHound cannot. */
final class Flight {
    private static final List<String> WAITS = List.of(
            "jdk.JavaMonitorEnter",
            "jdk.JavaMonitorWait",
            "jdk.ThreadPark",
            "jdk.ThreadSleep",
            "jdk.FileRead",
            "jdk.FileWrite",
            "jdk.FileForce",
            "jdk.SocketRead",
            "jdk.SocketWrite");

    /** The threshold of JDK's own {@code profile.jfc} for monitors. */
    private static final Duration QUICK = Duration.ofMillis(10);

    private Flight() {}

    /** Begins. When the recording stops, or the process exits, it is written to {@code file}. */
    static Recording start(Path file) throws IOException {
        Recording recording = new Recording();
        recording.setDestination(file);
        recording.setDumpOnExit(true);
        WAITS.forEach(event -> recording.enable(event).withStackTrace().withThreshold(Duration.ZERO));
        recording.start();
        return recording;
    }

    /** Adds what the recording in {@code file} says of threads with such names to {@code hits}. */
    static void read(Path file, Pattern threads, Cut cut, List<Hit> hits) throws IOException {
        Map<Hit, Integer> seen = new LinkedHashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                String type = event.getEventType().getName();
                if (WAITS.contains(type) && event.getThread() != null && event.getStackTrace() != null) {
                    String thread = String.valueOf(event.getThread().getJavaName());
                    if (threads.matcher(thread).matches()) {
                        seen.merge(hit(source(type, event), cut.thread(thread), cut, event), 1, Integer::sum);
                    }
                }
            }
        }
        seen.forEach((hit, times) -> hits.add(new Hit(hit.source(), hit.call(), hit.thread(), hit.stack(), times)));
        hits.removeIf(hit -> hit.stack().isEmpty() || (cut.isNone() && isLoading(hit)));
    }

    private static String source(String type, RecordedEvent event) {
        boolean quick =
                type.equals("jdk.JavaMonitorEnter") && event.getDuration().compareTo(QUICK) < 0;
        return quick ? Hit.QUICK_MONITOR : type;
    }

    /** A class that is loaded, which BlockHound does not tell either; where stacks are cut, whoever reads them counts those. */
    private static boolean isLoading(Hit hit) {
        return hit.stack().stream().anyMatch(frame -> frame.getMethodName().equals("loadClass"));
    }

    private static Hit hit(String type, String thread, Cut cut, RecordedEvent event) {
        List<StackTraceElement> stack = event.getStackTrace().getFrames().stream()
                .filter(frame -> frame.isJavaFrame() && frame.getMethod() != null) // null: of a class that is gone
                .filter(frame ->
                        !frame.getMethod().getType().getName().contains("$$Lambda")) // hidden to Java's own stacks
                .map(frame -> new StackTraceElement(
                        frame.getMethod().getType().getName(), frame.getMethod().getName(), "", frame.getLineNumber()))
                .dropWhile(frame -> frame.getClassName().startsWith("reactor.blockhound."))
                .toList();
        String call = stack.isEmpty()
                ? ""
                : stack.get(0).getClassName() + "." + stack.get(0).getMethodName();
        return new Hit(type, call, thread, cut.of(stack), 0);
    }
}
