// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file to which one process appends. Each entry is one write at the end of the file, so that it stands there when
 * the process is killed right after; it is not synced, because the machine is not what the demo kills.
 *
 * <p>A plain stream and not a channel: workers interrupt the threads of their jobs, and an interrupt closes a channel.
 */
public final class LedgerFile implements AutoCloseable {
    private final OutputStream file;
    private final String pool;
    private final String owner;

    public LedgerFile(Path path, String pool, String owner) {
        try {
            this.file = new FileOutputStream(path.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + path, e);
        }
        this.pool = pool;
        this.owner = owner;
    }

    /** Appends one entry. Blocks for one write. Safe for use by several threads. */
    public synchronized void append(Entry.What what, String job, long token, String task) {
        Entry entry = new Entry(System.nanoTime(), what, pool, owner, job, token, task);
        try {
            file.write(entry.line().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ledger", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ledger", e);
        }
    }
}
