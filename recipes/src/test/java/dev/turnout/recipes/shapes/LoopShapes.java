// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Loops, and what leaves them. */
public class LoopShapes {
    private final World w;
    private int field;

    public LoopShapes(World w) {
        this.w = w;
    }

    @Job
    public int forLoop() throws IOException {
        int s = 0;
        for (int i = 0; i < 6; i++) {
            if (w.is("skip " + i)) {
                continue;
            }
            s += w.ask("a" + i).join();
            if (s > 9) {
                break;
            }
            if (w.act("z") == 5) {
                return -1;
            }
        }
        return s;
    }

    @Job
    public int whileCondition() throws IOException {
        int n = 0;
        while (w.ask("more").join() < 5) {
            n++;
            w.note("turn");
        }
        return n;
    }

    @Job
    public int doWhile() throws IOException {
        int n = 0;
        do {
            n += w.ask("a").join();
            if (n > 20) {
                break;
            }
        } while (w.is("again"));
        return n;
    }

    @Job
    public int endlessFor() throws IOException {
        for (; ; ) {
            int n = w.ask("a").join();
            if (n > 4) {
                return n;
            }
        }
    }

    @Job
    public int endlessDo() throws IOException {
        int n = 0;
        do {
            n += w.ask("a").join();
            if (n > 9) {
                return n;
            }
        } while (true);
    }

    @Job
    public int endlessBehind() throws IOException {
        int n = w.ask("a").join();
        for (; ; ) {
            n += 1 + w.act("b");
            if (n > 9) {
                return n;
            }
        }
    }

    @Job
    public int endless() throws IOException {
        int n = 0;
        while (true) {
            n++;
            if (w.ask("a").join() == 3) {
                return n;
            }
            w.note("again");
        }
    }

    @Job
    public void forEach() throws IOException {
        for (String item : items()) {
            w.ask(item).join();
            w.note("did " + item);
        }
    }

    @Job
    public int forEachWithPlainEnd() throws IOException {
        int count = 0;
        for (String item : items()) {
            if (w.is(item)) {
                int v = w.ask(item).join();
                if (v > 2) {
                    w.ask("deep " + item).join();
                }
            }
            count++;
        }
        return count;
    }

    @Job
    public String forEachReturn() throws IOException {
        for (String item : items()) {
            if (item.equals("b")) {
                continue;
            }
            if (w.ask(item).join() > 3) {
                return item;
            }
        }
        return "none";
    }

    @Job
    public int overAnArray() throws IOException {
        String[] all = {"p", "q"};
        int sum = 0;
        for (String item : all) {
            sum += w.ask(item).join();
        }
        return sum;
    }

    private List<String> items() throws IOException {
        w.note("items");
        return List.of("a", "b", "c");
    }

    @Job
    public int nestedLoops() throws IOException {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < i; j++) {
                if (w.is("skip")) {
                    continue;
                }
                sum += w.ask(i + "/" + j).join();
                if (sum > 8) {
                    break;
                }
            }
            w.note("row");
        }
        for (int i = 0; i < 2; i++) {
            w.note("plain " + i);
        }
        return sum;
    }

    @Job
    public int cached() throws IOException {
        int v = field;
        while (v < 4) {
            int more = w.ask("more").join();
            if (more == 0) {
                continue;
            }
            v += more;
        }
        return v;
    }

    @Job
    public int labelled() throws IOException {
        int n = 0;
        outer:
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                n += w.ask("l").join();
                if (n > 5) {
                    continue outer;
                }
            }
        }
        return n;
    }
}
