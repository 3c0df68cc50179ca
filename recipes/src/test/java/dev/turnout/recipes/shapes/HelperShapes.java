// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.shapes;

import java.io.IOException;
import java.util.List;
import org.jobrunr.jobs.annotations.Job;

/** Waiting in private methods that a task calls. */
public class HelperShapes {
    private final World w;

    public HelperShapes(World w) {
        this.w = w;
    }

    @Job
    public int helpers() throws IOException {
        int a = helper("h", 2);
        if (isBig(a)) {
            return a;
        }
        return twice(helper("i", a)) + common();
    }

    private int helper(String what, int turns) throws IOException {
        int sum = 0;
        for (int i = 0; i < turns; i++) {
            sum += w.ask(what + i).join();
        }
        return sum;
    }

    private boolean isBig(int v) throws IOException {
        return v > w.ask("limit").join();
    }

    private int twice(int v) {
        return 2 * v;
    }

    private int common() throws IOException {
        return w.ask("common").join();
    }

    /** Somebody who is no task calls the helper too. */
    public int outsider() throws IOException {
        return common();
    }

    @Job
    public String generics() throws IOException {
        return String.join(",", both("a", "b"));
    }

    private <T> List<T> both(T first, T second) throws IOException {
        w.ask("both").join();
        return List.of(first, second);
    }
}
