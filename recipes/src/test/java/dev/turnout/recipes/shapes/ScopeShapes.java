// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Variables of one name in several scopes, pattern variables, conversions of what was waited for. */
public class ScopeShapes {
    private final World w;

    public ScopeShapes(World w) {
        this.w = w;
    }

    @Job
    public int retriesOfTwoKinds() throws IOException {
        int count = 0;
        for (String s : List.of("a", "b")) {
            int tries = 0;
            while (tries < 2 && w.ask(s).join() > 2) {
                tries++;
            }
            count += tries;
        }
        int tries = 50;
        w.ask("end").join();
        return count + tries;
    }

    @Job
    public String anotherTypeLater() throws IOException {
        int sum = 0;
        if (w.is("q")) {
            int n = 0;
            n += w.ask("a").join();
            sum += n;
        }
        String n = "s";
        w.ask("b").join();
        return sum + n;
    }

    @Job
    public int siblings() throws IOException {
        int total = 0;
        try {
            int n = 1;
            n += w.ask("a").join();
            total += n;
        } catch (IllegalStateException e) {
            int n = 9;
            total -= n;
            w.ask("h" + n).join();
        } finally {
            int n = 3;
            n++;
            w.note("f" + n);
        }
        int n = 5;
        return total + n;
    }

    private Object thing(String what) throws IOException {
        return w.is(what) ? "s" + w.act(what) : what.length();
    }

    @Job
    public int patternInACondition() throws IOException {
        Object o = thing("o");
        if (o instanceof String s && w.ask(s).join() > 2) {
            return s.length() + w.act("x");
        }
        return -1;
    }

    @Job
    public int patternThatGoesOn() throws IOException {
        Object o = thing("o");
        if (!(o instanceof String s) || w.ask("x").join() > 3) {
            return -1;
        }
        w.ask(s).join();
        return s.length() + s.hashCode();
    }

    @Job
    public int patternOfACall() throws IOException {
        if (thing("o") instanceof String s && w.ask(s).join() > 1 && s.length() > 1) {
            w.ask("in" + s).join();
            return s.hashCode();
        }
        return w.act("no");
    }

    @Job
    public int patternInALoop() throws IOException {
        int n = 0;
        while (thing("o" + n) instanceof String s && w.ask(s).join() > 1) {
            w.ask("turn" + s).join();
            n += s.length();
        }
        return n;
    }

    @Job
    public long widened() throws IOException {
        return w.ask("a").join();
    }

    @Job
    public double widenedLater() throws IOException {
        if (w.is("q")) {
            return w.ask("a").join();
        }
        Integer b = w.ask("b").join();
        w.ask("c").join();
        return b;
    }

    @Job
    public int emptyBox() throws IOException {
        Integer v = box();
        w.note("behind");
        return v;
    }

    private int box() throws IOException {
        return w.ask("h").thenApply(n -> n > 2 ? null : n).join();
    }

    private Integer maybe(String what) throws IOException {
        int n = w.act(what);
        return n > 3 ? null : n % 3;
    }

    @Job
    public int emptyBoxToTheLeft() throws IOException {
        Integer rest = maybe("rest");
        int x = w.act("k1") == rest - w.ask("k2").join().intValue() ? 1 : 2;
        return x
                + sum(1, maybe("m"), w.ask("k6").join())
                + w.ask("k7").join() * w.ask("k8").join();
    }

    private static int sum(int... numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    @Job
    public int emptyBoxInATarget() throws IOException {
        Integer at = maybe("at");
        int[] cells = {1, 2, 3};
        cells[at] = w.ask("a").join();
        cells[maybe("b")] += w.ask("b").join();
        Integer n = maybe("n");
        n += w.ask("c").join();
        int[] more = {maybe("d"), w.ask("e").join()};
        boolean same = maybe("f") == w.ask("g").join();
        return cells[0] + n + more.length + (same ? 1 : 0);
    }

    private static int two(List<String> all, int one) {
        return all.size() + one;
    }

    @Job
    public int typesFromWhereTheyStand() throws IOException {
        int n = two(new java.util.ArrayList<>(), w.ask("a").join());
        n += two(w.is("q") ? List.of() : List.of("x"), w.ask("b").join());
        return n
                + two(
                        w.ask("c")
                                .thenApply(x -> java.util.Collections.nCopies(x, ""))
                                .join(),
                        w.ask("d").join());
    }

    private int count = 1;

    @Job
    public int aFieldOfTheSameName() throws IOException {
        switch (w.act("which") % 2) {
            case 0: {
                int count = w.act("count");
                w.ask("a").join();
                return count + 1;
            }
            default: {
                count -= 4;
                w.ask("b").join();
            }
        }
        return count;
    }
}
