// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules.oracle;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * The process that is watched: puts BlockHound and the flight recorder on, runs another main, and writes down what waited.
 *
 * <p>Arguments: directory to write to, {@link Hound}, pattern of the classes from which waits throw, whether the flight recorder records, pattern of
 * the threads, seconds until it is ended; then the main class and its arguments.
 */
public final class OracleMain {
    static final String HITS = "hits.txt";
    static final String RECORDING = "recording.jfr";
    static final int TOO_LONG = 124;

    private final Path directory;
    private final Recorder recorder;
    private final @Nullable Recording recording;
    private boolean written; // guarded by this

    private OracleMain(Path directory, Pattern throwing, boolean recording) throws IOException {
        this.directory = directory;
        this.recorder = new Recorder(throwing, Cut.ofThisProcess());
        this.recording = recording ? Flight.start(directory.resolve(RECORDING)) : null;
    }

    public static void main(String[] args) throws Exception {
        Hound hound = Hound.valueOf(args[1]);
        Pattern threads = Pattern.compile(args[4]);
        OracleMain run = new OracleMain(Path.of(args[0]), Pattern.compile(args[2]), Boolean.parseBoolean(args[3]));
        if (hound != Hound.NONE) {
            hound.builder()
                    .nonBlockingThreadPredicate(others ->
                            others.or(t -> threads.matcher(t.getName()).matches()))
                    .blockingMethodCallback(run.recorder::blocked)
                    .install();
        }
        run.endWithin(Integer.parseInt(args[5]));
        Runtime.getRuntime().addShutdownHook(new Thread(run::write, "end-of-oracle"));
        Method main = Class.forName(args[6]).getMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 7, args.length));
        } catch (InvocationTargetException thrown) {
            thrown.getCause().printStackTrace();
            System.exit(1);
        }
        run.write();
        if (run.recording != null) {
            run.recording.stop();
        }
        System.exit(0); // whatever threads are left
    }

    private void endWithin(int seconds) {
        Thread end = new Thread(
                () -> {
                    try {
                        Thread.sleep(seconds * 1_000L);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                    write();
                    if (recording != null) {
                        recording.stop(); // writes; otherwise the flight recorder does so by itself at exit
                    }
                    Runtime.getRuntime().halt(TOO_LONG);
                },
                "limit-of-oracle");
        end.setDaemon(true);
        end.start();
    }

    private synchronized void write() {
        if (written) {
            return;
        }
        written = true;
        try {
            HitFile.write(directory.resolve(HITS), recorder);
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
