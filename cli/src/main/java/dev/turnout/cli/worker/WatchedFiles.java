// SPDX-License-Identifier: Apache-2.0
package dev.turnout.cli.worker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Tells when files have changed, and when they have come to rest. Events of the file system only wake it; what has changed
 * is found by comparing, so that an event too many restarts nothing. Where a file system sends none, it looks by itself now
 * and then. Folders that are new, or gone and come again as in a clean build, are followed.
 *
 * <p>For one thread.
 */
final class WatchedFiles implements AutoCloseable {
    /** A build writes many files: so long none may have come. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LONGEST_UNREST = Duration.ofSeconds(30);
    private static final long LOOK_ANYWAY_NANOS = Duration.ofSeconds(3).toNanos();

    private final List<Path> roots;
    private final WatchService service;
    private long looked = System.nanoTime();

    private WatchedFiles(List<Path> roots, WatchService service) {
        this.roots = roots;
        this.service = service;
    }

    static WatchedFiles of(List<Path> roots) throws IOException {
        WatchedFiles files = new WatchedFiles(
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList(),
                FileSystems.getDefault().newWatchService());
        files.register();
        return files;
    }

    /** Waits for at most {@code limit}; whether the files are others than {@code seen} then. */
    boolean differFrom(Fingerprint seen, Duration limit) throws IOException, InterruptedException {
        boolean woken = awaitEvent(limit);
        boolean due = System.nanoTime() - looked > LOOK_ANYWAY_NANOS;
        return (woken || due) && !look().equals(seen);
    }

    /** Waits until nothing has changed for half a second, and gives what there is then. */
    Fingerprint settled(BooleanSupplier giveUp) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_UNREST.toNanos();
        Fingerprint seen = look();
        while (!giveUp.getAsBoolean() && System.nanoTime() - end < 0) {
            awaitQuiet();
            Fingerprint now = look();
            if (now.equals(seen)) {
                return now;
            }
            seen = now;
        }
        return seen;
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long end = System.nanoTime() + QUIET.toNanos();
        for (long left = QUIET.toNanos(); left > 0; left = end - System.nanoTime()) {
            awaitEvent(Duration.ofNanos(left));
        }
    }

    private boolean awaitEvent(Duration limit) throws IOException, InterruptedException {
        WatchKey key = service.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        for (WatchKey next = key; next != null; next = service.poll()) {
            next.pollEvents();
            next.reset();
        }
        register();
        return true;
    }

    private Fingerprint look() throws IOException {
        looked = System.nanoTime();
        return Fingerprint.of(roots);
    }

    /**
     * Registers all folders under the roots, and above each root, and above what it leads to if it is a link, the next that
     * exists; those that are registered stay.
     */
    private void register() throws IOException {
        for (Path root : roots) {
            registerAbove(root);
            registerAbove(FilesUnder.real(root));
            if (Files.isDirectory(root)) {
                try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
                    for (Path folder : walk.filter(Files::isDirectory).toList()) {
                        register(folder);
                    }
                } catch (java.io.UncheckedIOException | NoSuchFileException gone) {
                    continue; // a build deletes it just now: its end is an event, too
                }
            }
        }
    }

    private void registerAbove(Path root) throws IOException {
        Path above = root.getParent();
        while (above != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        if (above != null) {
            register(above);
        }
    }

    private void register(Path folder) throws IOException {
        try {
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        } catch (NoSuchFileException gone) {
            return; // deleted meanwhile: the folder above has an event for it
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
