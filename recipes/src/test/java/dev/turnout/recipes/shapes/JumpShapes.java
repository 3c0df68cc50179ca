// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Labels, and jumps out of blocks and of tries. */
public class JumpShapes {
    private final World w;

    public JumpShapes(World w) {
        this.w = w;
    }

    @Job
    public int labelBreak() throws IOException {
        int n = 0;
        outer:
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                n += w.ask("l").join();
                if (n > 5) {
                    break outer;
                }
            }
        }
        return n;
    }

    @Job
    public int labelMany() throws IOException {
        int n = 0;
        outer:
        for (String a : List.of("a", "b", "c")) {
            inner:
            for (int j = 0; j < 3; j++) {
                n += w.ask(a + j).join();
                if (n > 14) {
                    break outer;
                }
                if (n % 3 == 1) {
                    continue outer;
                }
                while (true) {
                    if (w.ask("w").join() > 4) {
                        continue inner;
                    }
                    if (w.is("k")) {
                        break inner;
                    }
                    if (n > 11) {
                        return n;
                    }
                    n++;
                }
            }
            w.note("end" + a);
        }
        return n * 10;
    }

    @Job
    public int labelBlock() throws IOException {
        int n = 0;
        block:
        {
            n += w.ask("a").join();
            if (n > 3) {
                break block;
            }
            n += w.ask("b").join();
        }
        w.note("behind");
        return n;
    }

    @Job
    public int tryMany() throws IOException {
        int n = 0;
        for (int i = 0; i < 5; i++) {
            try {
                n += w.ask("a" + i).join();
                if (n > 12) {
                    return n;
                }
                if (n % 2 == 0) {
                    continue;
                }
                if (n > 7) {
                    break;
                }
            } catch (IllegalStateException e) {
                w.ask("h").join();
                break;
            } finally {
                w.ask("f").join();
            }
            w.ask("tail").join();
        }
        return n + 100;
    }

    @Job
    public int blockJump() throws IOException {
        int n = 0;
        while (n < 20) {
            {
                int k = w.ask("k").join();
                n += k;
                if (k == 0) {
                    break;
                }
                if (k == 1) {
                    continue;
                }
            }
            n += w.ask("m").join() + 1;
        }
        return n;
    }

    @Job
    public int catchBreak() throws IOException {
        int n = 0;
        for (int i = 0; i < 4; i++) {
            try {
                n += w.ask("a" + i).join();
                if (n > 9) {
                    break;
                }
                w.note("in");
            } catch (IllegalStateException e) {
                continue;
            } finally {
                w.note("f" + i);
            }
            w.note("tail" + i);
        }
        return n;
    }
}
