// SPDX-License-Identifier: Apache-2.0
package dev.turnout.bridge.faults;

import dev.turnout.runtime.queue.Claim;
import dev.turnout.runtime.queue.WorkerListener;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What one worker process writes down about itself, line by line, straight into the file: a kill loses nothing. */
final class Ledger implements WorkerListener {
    private final String owner;
    private final FileOutputStream file; // not a channel: an interrupt of the writing thread must not close it

    Ledger(Path path, String owner) throws IOException {
        this.owner = owner;
        this.file = new FileOutputStream(path.toFile(), true);
    }

    void write(String what, Claim claim) {
        write(what, claim.id().value(), claim.token(), claim.task().methodName());
    }

    synchronized void write(String what, String job, long token, String task) {
        String line = new Line(what, job, token, owner, task, System.nanoTime()).text() + "\n";
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException lost) {
            throw new UncheckedIOException("the ledger cannot be written", lost);
        }
    }

    @Override
    public void started(Claim claim) {
        write("START", claim);
    }

    @Override
    public void ended(Claim claim, Optional<Throwable> failure) {
        write(failure.isEmpty() ? "COMMITTED" : "FAILED", claim);
    }

    @Override
    public void retried(Claim claim, Throwable failure) {
        write("RETRIED", claim);
    }

    @Override
    public void released(Claim claim, String why) {
        write("RELEASED", claim);
    }

    @Override
    public void lost(Claim claim) {
        write("LOST", claim);
    }

    @Override
    public void cancelled(Claim claim) {
        write("CANCELLED", claim);
    }

    @Override
    public void abandoned(Claim claim) {
        write("ABANDONED", claim);
    }

    @Override
    public void parked(Claim claim, String reason) {
        write("PARKED", claim);
    }

    @Override
    public void blocked(LoopBlock block) {
        String frame = block.stack().stream()
                .filter(line -> line.getClassName().startsWith("dev.turnout.bridge.faults"))
                .findFirst()
                .map(StackTraceElement::getMethodName)
                .orElse("?");
        block.claim().ifPresent(claim -> write("BLOCKED-" + frame, claim));
    }
}
