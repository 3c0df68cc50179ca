// SPDX-License-Identifier: Apache-2.0
package dev.turnout.samples.demo.ledger;

import org.jobrunr.server.BackgroundJobServer;

/** Writes down when the JobRunr server of this process begins and ends to run. */
final class ServerWatch implements Runnable {
    private static final long EVERY_MILLIS = 200;
    private static final String NO_JOB = "-";

    private final BackgroundJobServer server;
    private final LedgerFile ledger;

    ServerWatch(BackgroundJobServer server, LedgerFile ledger) {
        this.server = server;
        this.ledger = ledger;
    }

    void begin() {
        Thread thread = new Thread(this, "ledger-server-watch");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        boolean up = false;
        try {
            while (true) {
                if (server.isRunning() != up) {
                    up = !up;
                    Entry.What what = up ? Entry.What.SERVER_UP : Entry.What.SERVER_DOWN;
                    ledger.append(what, NO_JOB, 0, server.getId().toString());
                }
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
