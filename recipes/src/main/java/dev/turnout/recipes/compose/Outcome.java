// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a loop or try was left, for what stands behind it: an object with a flag for each jump, and the value returned. */
final class Outcome {
    private final Set<Jump> jumps;
    private final boolean flags;
    private final boolean value;
    private final String holder;

    /** Notes jumps that go through a statement to {@code outer}; with {@code flags} it is told which it was. */
    Outcome(Frame frame, Set<Jump> jumps, Exit outer, boolean flags) {
        this.jumps = jumps;
        this.flags = flags && !jumps.isEmpty();
        this.value = jumps.contains(Jump.RETURN) && !outer.result().equals("Void");
        this.holder = this.flags || value ? frame.locals.fresh("outcome") : "";
        this.type = outer.result();
    }

    private final String type;

    /** The declaration of the object, if there has to be one. */
    List<Doc> declaration() {
        if (holder.isEmpty()) {
            return List.of();
        }
        List<Doc> fields = new ArrayList<>();
        if (flags) {
            jumps.forEach(jump -> fields.add(Doc.text("boolean " + jump.flag() + ";")));
        }
        if (value) {
            fields.add(Doc.text(type + " result;"));
        }
        return List.of(new Doc.Block("var " + holder + " = new Object() {", fields, "};"));
    }

    /** The statements that note a jump. */
    List<String> note(Jump jump, @Nullable String returned) {
        List<String> statements = new ArrayList<>();
        if (returned != null) {
            statements.add(holder + ".result = " + returned);
        }
        if (flags) {
            statements.add(holder + "." + jump.flag() + " = true");
        }
        return statements;
    }

    boolean isSingle() {
        return jumps.size() == 1;
    }

    /** Whether one of the jumps goes on with something that waits. */
    boolean waits(Exit outer) {
        return jumps.stream().anyMatch(outer::waits);
    }

    /** The one jump there is, taken now. */
    List<String> only(Exit outer, Exit.Mode mode) {
        return taken(jumps.iterator().next(), outer, mode);
    }

    /** Takes the jump that was noted, or goes on. */
    List<Doc> dispatch(Exit outer, Exit.Mode mode) {
        List<Doc> docs = new ArrayList<>();
        for (Jump jump : jumps) {
            docs.add(new Doc.Block(
                    "if (" + holder + "." + jump.flag() + ") {", Tries.written(taken(jump, outer, mode)), "}"));
        }
        return docs;
    }

    private List<String> taken(Jump jump, Exit outer, Exit.Mode mode) {
        return outer.jump(jump, jump.kind() == Jump.Kind.RETURN && value ? holder + ".result" : null, mode);
    }
}
