// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file to which one process appends. Each entry is one write at the end of the file, so that it stands there when
 * the process is killed right after; it is not synced, because the machine is not what the demo kills.
 */
public final class LedgerFile implements AutoCloseable {
    private final FileChannel file;
    private final String pool;
    private final String owner;

    public LedgerFile(Path path, String pool, String owner) {
        try {
            this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + path, e);
        }
        this.pool = pool;
        this.owner = owner;
    }

    /** Appends one entry. Blocks for one write. Safe for use by several threads. */
    public synchronized void append(Entry.What what, String job, long token, String task) {
        byte[] line = new Entry(System.nanoTime(), what, pool, owner, job, token, task)
                .line()
                .getBytes(StandardCharsets.UTF_8);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
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
