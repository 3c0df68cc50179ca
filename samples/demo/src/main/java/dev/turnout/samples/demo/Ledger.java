// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo;

import dev.turnout.samples.demo.ledger.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All ledger files of a folder, read as they grow. One thread writes nothing and reads now and then. */
final class Ledger {
    private final Path folder;
    private final Map<Path, Long> read = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

    Ledger(Path folder) {
        this.folder = folder;
    }

    /** Where the process of that name keeps its file. */
    Path file(String owner) {
        return folder.resolve(owner + ".tsv");
    }

    /** Reads what is new. A line without its end is left for the next time. */
    synchronized void refresh() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".tsv")).toList()) {
                readOn(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the ledgers in " + folder, e);
        }
    }

    private void readOn(Path file) throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            long from = read.getOrDefault(file, 0L);
            byte[] bytes = new byte[(int) (reader.length() - from)];
            reader.seek(from);
            reader.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int whole = text.lastIndexOf('\n') + 1;
            text.substring(0, whole).lines().map(Entry::parse).forEach(this::add);
            read.put(file, from + text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (entry.what() == Entry.What.END) {
            ended.add(entry.job());
        }
    }

    /** How many of {@code jobs} have ended well, as last read. */
    synchronized int ended(Set<String> jobs) {
        return (int) jobs.stream().filter(ended::contains).count();
    }

    /** Whether all of {@code jobs} have ended well, as last read. */
    synchronized boolean hasEnded(Set<String> jobs) {
        return ended.containsAll(jobs);
    }

    /** Everything read so far, in the order of time. */
    synchronized List<Entry> entries() {
        return entries.stream().sorted(Comparator.comparingLong(Entry::nanos)).toList();
    }
}
