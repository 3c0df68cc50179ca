// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Loops whose condition, start or update waits, and loops over primitives. */
public class TurnShapes {
    private final World w;

    public TurnShapes(World w) {
        this.w = w;
    }

    @Job
    public int doWaitCond() throws IOException {
        int n = 0;
        do {
            n++;
        } while (w.ask("c").join() < 4 && n < 9);
        return n;
    }

    @Job
    public int forUpdateWaits() throws IOException {
        int n = 0;
        for (int i = 0; i < 9; i += 1 + w.ask("u").join()) {
            n++;
        }
        return n;
    }

    @Job
    public int forInitWaits() throws IOException {
        int n = 0;
        for (int i = w.ask("i").join(); i < 9; i++) {
            n++;
            w.ask("b").join();
        }
        return n;
    }

    @Job
    public int forEachListInt() throws IOException {
        int n = 0;
        for (int x : List.of(1, 2, 3)) {
            n += w.ask("q" + x).join();
        }
        return n;
    }

    @Job
    public int forUpdateTwo() throws IOException {
        int n = 0;
        for (int i = 0, j = w.ask("j").join(); i + j < 12; i += 1 + w.ask("u").join(), j++) {
            if (i == 3) {
                continue;
            }
            if (w.is("b")) {
                n += i;
            } else {
                n -= w.ask("z").join();
            }
        }
        return n;
    }

    @Job
    public long eachLongs() throws IOException {
        long n = 0;
        long[] xs = {1, 2, 3};
        for (long x : xs) {
            x += w.ask("q" + x).join();
            if (x > 6) {
                break;
            }
            n += x;
        }
        for (int i : new int[] {4, 5}) {
            w.ask("i" + i).join();
            n += i;
        }
        for (String s : List.of("k")) {
            s = s + w.ask(s).join();
            w.note(s);
        }
        return n;
    }

    @Job
    public int nullEach() throws IOException {
        int n = 0;
        List<Integer> xs = new ArrayList<>(List.of(1));
        xs.add(null);
        for (int x : xs) {
            n += w.ask("q" + x).join();
        }
        return n;
    }
}
