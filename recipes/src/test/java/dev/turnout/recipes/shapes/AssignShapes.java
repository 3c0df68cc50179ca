// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.Arrays;
import org.jobrunr.jobs.annotations.Job;

/** Assignments to all kinds of targets, and as values; several variables at once; casts and arrays. */
public class AssignShapes {
    private final World w;
    int f = 3;
    int[] arr = {1, 2, 3};

    int[] arr() throws IOException {
        w.note("arr");
        return w.is("nul") ? arr : null;
    }

    static class Box {
        int v;
    }

    Box b = new Box();

    Box box() throws IOException {
        w.note("box");
        return b;
    }

    public AssignShapes(World w) {
        this.w = w;
    }

    @Job
    public int multiDecl() throws IOException {
        int a = w.ask("a").join(), b = w.ask("b").join();
        return a - b;
    }

    @Job
    public String arrayCompound() throws IOException {
        int[] a = {1, 2, 3};
        a[w.act("i") % 3] += w.ask("v").join();
        return Arrays.toString(a);
    }

    @Job
    public String arrayAssign() throws IOException {
        int[] a = {1, 2, 3};
        a[w.act("i") % 3] = w.ask("v").join();
        return Arrays.toString(a);
    }

    @Job
    public String arrayAssignNull() throws IOException {
        int[] a = w.is("n") ? null : new int[2];
        a[w.act("i")] = w.ask("v").join();
        return Arrays.toString(a);
    }

    @Job
    public int fieldOfCall() throws IOException {
        box().v = w.ask("v").join();
        box().v += w.ask("u").join();
        return b.v;
    }

    @Job
    public long ternaryStmt() throws IOException {
        long v = w.is("q") ? w.ask("a").join() : 2L;
        return v;
    }

    @Job
    public int whileAssign() throws IOException {
        int n = 0;
        Integer v;
        while ((v = w.ask("a" + n).thenApply(x -> x > 3 ? null : x).join()) != null && n < 9) {
            n += v;
        }
        return n;
    }

    @Job
    public int ifAssign() throws IOException {
        int v;
        if ((v = w.ask("a").join()) > 3) {
            return v;
        }
        return v + 100;
    }

    @Job
    public int chainAssign() throws IOException {
        int a, b;
        a = b = w.ask("a").join();
        return a * 10 + b;
    }

    @Job
    public String castB() throws IOException {
        Object o = "x";
        String s = (String) o + (char) (65 + w.ask("b").join());
        return s;
    }

    @Job
    public int instanceofJoin() throws IOException {
        if (w.ask("a").thenApply(x -> (Object) x).join() instanceof Integer i && i > 2) {
            return i;
        }
        return -1;
    }

    @Job
    public String arrayNew() throws IOException {
        int[] xs = new int[w.ask("a").join()];
        int[] ys = new int[] {xs.length, w.ask("b").join()};
        return Arrays.toString(ys);
    }

    @Job
    public int opAssigns() throws IOException {
        int n = 1;
        if ((n += w.ask("a").join()) > 4) {
            f += n;
        }
        int m = (f -= w.ask("b").join()) + n++ + (arr[n % 3] *= w.ask("c").join()) + f;
        arr()[w.act("i") % 4]++;
        arr()[w.ask("i").join() % 4]++;
        arr()[w.act("j")] += w.ask("z").join();
        byte t = 100;
        t += w.ask("t").join() * 40;
        String s = "x";
        s += w.ask("s").join();
        return m + f + t + s.length() + arr[0] + arr[1] * 10 + n;
    }

    @Job
    public int assignOrder() throws IOException {
        int v = w.act("v");
        int r = v + (v = w.ask("a").join()) * 10 + v * 100 + w.ask("b").join() * 1000;
        Integer x;
        int c = 0;
        while ((x = w.ask("x").join()) > 1 && c++ < 4) {
            w.note("t" + x);
        }
        return r + x;
    }

    @Job
    public double ternaryMix() throws IOException {
        double d = w.is("q") ? w.ask("a").join() : 2L;
        long l = w.is("r") ? 1 : w.is("s") ? w.ask("b").join() : 3L;
        Object o = w.is("t") ? w.ask("c").join() : 2.5;
        return d + l + (o instanceof Double ? 100 : 200);
    }

    @Job
    public int twrVar() throws IOException {
        World.Door d = w.open("d");
        try (d) {
            return d.look() + w.ask("a").join();
        }
    }
}
