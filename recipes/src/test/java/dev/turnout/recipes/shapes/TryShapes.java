// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jobrunr.jobs.annotations.Job;

/** What catches, cleans up and closes. */
public class TryShapes {
    private final World w;

    public TryShapes(World w) {
        this.w = w;
    }

    @Job
    public int tryCatch() throws IOException {
        int v;
        try {
            w.note("x");
            v = w.ask("a").join();
        } catch (IOException e) {
            v = w.ask("h " + e.getMessage()).join();
        } catch (IllegalStateException e) {
            v = w.act("i " + e.getMessage());
        }
        return v + w.act("end");
    }

    @Job
    public int catchJoin() throws IOException {
        try {
            return w.ask("a").join();
        } catch (CompletionException e) {
            w.note(e.getCause().getMessage());
            throw e;
        }
    }

    @Job
    public int catchGet() throws Exception {
        try {
            return w.ask("a").get();
        } catch (ExecutionException e) {
            w.note("caught " + e.getCause().getMessage());
            throw new IOException("again", e);
        }
    }

    @Job
    public int multiCatch() throws IOException {
        try {
            return w.ask("a").join() + w.act("x");
        } catch (IOException | IllegalStateException | CompletionException e) {
            throw new IllegalArgumentException("wrapped", e);
        }
    }

    @Job
    public void tryFinally() throws IOException {
        try {
            w.ask("a").join();
            w.note("x");
        } finally {
            w.note("last");
        }
    }

    @Job
    public int finallyThatWaits() throws IOException {
        int v = 0;
        try {
            if (w.is("q")) {
                return w.ask("a").join();
            }
            v = w.act("x");
        } finally {
            w.ask("last").join();
        }
        return v + w.act("end");
    }

    @Job
    public void everything() throws IOException {
        w.note("begin");
        try {
            w.note("in");
            w.ask("a").join();
        } catch (CompletionException e) {
            w.ask("handler").join();
            throw e;
        } catch (IOException e) {
            w.note("io");
        } finally {
            w.ask("last").join();
        }
        w.ask("end").join();
    }

    /** Declares no exception, but its steps throw some. */
    @Job
    public int stepsInTry() {
        try {
            int a = w.ask("a").join();
            int b = a + w.act("x");
            w.ask("b" + b).join();
            int c = look() + w.act("y");
            w.ask("c" + c).join();
            w.ask("d").join();
            for (String item : items()) {
                w.ask(item).join();
            }
            w.ask("e").join();
            return c;
        } catch (IOException e) {
            return e.getMessage().length();
        }
    }

    private int look() {
        try (World.Door door = w.open("door")) {
            return door.look();
        } catch (IOException e) {
            return -1;
        }
    }

    @Job
    public int nestedTry() throws IOException {
        try {
            try {
                return w.ask("a").join();
            } catch (IllegalStateException e) {
                w.note("inner");
                throw new IOException("from inner", e);
            } finally {
                w.note("inner last");
            }
        } catch (IOException e) {
            return w.act("outer");
        } finally {
            w.note("outer last");
        }
    }

    @Job
    public int resources() throws IOException {
        try (World.Door a = w.open("a");
                World.Door b = w.open("b")) {
            return a.look() + w.ask("in").join() + b.look();
        } catch (IllegalStateException e) {
            return w.act("caught");
        }
    }

    @Job
    public int tryInLoop() throws IOException {
        int failed = 0;
        for (String item : items()) {
            try {
                w.ask(item).join();
                w.note("did");
            } catch (CompletionException | IllegalStateException e) {
                failed++;
            }
        }
        return failed;
    }

    @Job
    public int loopInTry() throws IOException {
        int n = 0;
        try {
            for (int i = 0; i < 3; i++) {
                n += w.ask("t" + i).join();
            }
        } catch (IllegalStateException e) {
            return n;
        }
        return n + 100;
    }

    @Job
    @SuppressWarnings("finally")
    public int returnInFinally() throws IOException {
        try {
            return w.ask("a").join();
        } finally {
            return w.act("last");
        }
    }

    private List<String> items() throws IOException {
        w.note("items");
        return List.of("a", "b", "c");
    }
}
