// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Switches of which a case waits, and ones that yield values. */
public class SwitchShapes {
    private final World w;

    public SwitchShapes(World w) {
        this.w = w;
    }

    @SuppressWarnings("fallthrough")
    @Job
    public int switchFallThrough() throws IOException {
        int r = 0;
        switch (w.act("s")) {
            case 0:
                w.ask("zero").join();
            case 1:
                r = w.ask("one").join();
                break;
            case 2:
                return 9;
            default:
                w.note("d");
        }
        w.note("after");
        return r;
    }

    @Job
    public int switchArrow() throws IOException {
        switch (w.act("s")) {
            case 0 -> w.ask("zero").join();
            case 1, 2 -> {
                w.note("x");
                w.ask("one").join();
            }
            default -> w.note("d");
        }
        return 1;
    }

    @Job
    public int switchExpr() throws IOException {
        int r = switch (w.act("s")) {
            case 0 -> w.ask("zero").join();
            case 1 -> {
                int z = w.ask("one").join();
                yield z + 1;
            }
            default -> 4;
        };
        return r;
    }

    @Job
    @SuppressWarnings("fallthrough")
    public int switchMidJumps() throws IOException {
        int n = 0;
        for (int i = 0; i < 4; i++) {
            switch (w.act("s" + i) % 4) {
                case 0:
                    w.ask("zero").join();
                    break;
                case 1:
                    n += w.ask("one").join();
                    continue;
                case 2:
                    if (w.is("q")) {
                        return n + w.ask("two").join();
                    }
                default:
                    w.note("d");
            }
            w.ask("after" + i).join();
        }
        return n;
    }

    @SuppressWarnings("fallthrough")
    @Job
    public int switchFallDeep() throws IOException {
        int r = 0;
        switch (w.ask("s").join()) {
            case 0:
                r += w.ask("zero").join();
            case 1:
                r += 1;
            case 2:
                r += w.ask("two").join();
            case 3:
                w.note("three");
            case 4:
            case 5:
                r += w.ask("five").join();
                break;
            case 6:
                w.note("six");
        }
        return r + w.ask("end").join();
    }

    @Job
    public String swY2() throws IOException {
        String r = "";
        return r
                + switch (w.act("t")) {
                    case 0 -> 1L;
                    case 1 -> w.ask("m").join();
                    default -> {
                        for (String s : List.of("p", "q")) {
                            if (w.ask(s).join() > 3) {
                                yield 7;
                            }
                        }
                        yield 9;
                    }
                };
    }
}
