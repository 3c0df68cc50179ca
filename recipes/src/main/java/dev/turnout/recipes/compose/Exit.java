// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.compose;

import dev.turnout.recipes.find.Reason;
import dev.turnout.recipes.find.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.JavaType;

/**
 * What becomes of the ways out of a region: its end, return, break, continue. A region is written either as a body that
 * yields a stage or, where nothing waits any more, as one that yields the plain value. This class is the one for the
 * body of a method.
 */
class Exit {
    /** How a body yields its value. */
    enum Mode {
        STAGE,
        VALUE
    }

    /** The boxed type of what the region yields. */
    final String type;

    private final @Nullable JavaType wanted;

    Exit(String type, @Nullable JavaType wanted) {
        this.type = type;
        this.wanted = wanted;
    }

    static Exit of(Frame frame) {
        JavaType.Method method = frame.method.declaration().getMethodType();
        return new Exit(Composer.resultType(frame), method == null ? null : method.getReturnType());
    }

    boolean isVoid() {
        return type.equals("Void");
    }

    /** The boxed type of what a return inside gives back. */
    String result() {
        return type;
    }

    /** The type that a return converts its value to, if that is known. */
    @Nullable
    JavaType wanted() {
        return wanted;
    }

    /** The combinator for a last body that does not wait. */
    final String combinator() {
        return isVoid() ? "Stages.accept" : "Stages.map";
    }

    /** Whether the end of the region goes on with something that waits. */
    boolean waitsAtEnd() {
        return false;
    }

    /** Whether a jump goes on with something that waits. */
    boolean waits(Jump jump) {
        return false;
    }

    /** Whether a statement at the end of the region may be converted as if the region ended inside it. */
    boolean endsInside() {
        return true;
    }

    /** Whether {@code return site} may give the stage of the site as it is. */
    boolean givesStages() {
        return true;
    }

    /** The statements at the end of the region, without semicolons. */
    List<String> end(Mode mode) {
        if (!isVoid()) {
            throw new Refusal(Reason.NOT_PROVABLE, "seems to come to its end without a value");
        }
        return mode == Mode.STAGE ? List.of("return Stages.done()") : List.of();
    }

    /** The statements for a jump, of which a return may have a value. */
    List<String> jump(Jump jump, @Nullable String value, Mode mode) {
        if (jump.kind() != Jump.Kind.RETURN) {
            throw new Refusal(Reason.NOT_PROVABLE, "a jump out of a body");
        }
        if (value == null) {
            return mode == Mode.STAGE ? List.of("return Stages.done()") : List.of("return");
        }
        return List.of(mode == Mode.STAGE ? "return Stages.ok(" + value + ")" : "return " + value);
    }

    final List<String> giveBack(@Nullable String value, Mode mode) {
        return jump(Jump.RETURN, value, mode);
    }

    private static String truth(boolean value, Mode mode) {
        return mode == Mode.STAGE ? "return Stages.ok(" + value + ")" : "return " + value;
    }

    /** A part of a body that no jump leaves; it yields nothing. */
    static Exit block() {
        return new Exit("Void", null) {
            @Override
            List<String> jump(Jump jump, @Nullable String value, Mode mode) {
                throw new Refusal(Reason.NOT_PROVABLE, "a jump out of a block");
            }
        };
    }

    /** The body of a lambda that is called for each element, which a return only leaves. */
    static Exit eachCall() {
        return new Exit("Void", null) {
            @Override
            boolean givesStages() {
                return false;
            }
        };
    }

    /** A turn of a loop that goes on until it is told to stop. */
    static Exit truths() {
        return new Exit("Boolean", null) {
            @Override
            boolean givesStages() {
                return false;
            }

            @Override
            List<String> end(Mode mode) {
                return List.of(truth(true, mode));
            }

            @Override
            List<String> jump(Jump jump, @Nullable String value, Mode mode) {
                return List.of(truth(jump.kind() == Jump.Kind.CONTINUE, mode));
            }
        };
    }

    /** The arms of a switch that yields a value, as returns. */
    static Exit arm(String type, @Nullable JavaType wanted) {
        return new Exit(type, wanted) {
            @Override
            boolean endsInside() {
                return true;
            }
        };
    }

    /** As {@code outer} where nothing else is said. */
    private abstract static class Within extends Exit {
        final Exit outer;

        Within(String type, Exit outer) {
            super(type, outer.wanted());
            this.outer = outer;
        }

        @Override
        String result() {
            return outer.result();
        }

        @Override
        boolean waitsAtEnd() {
            return outer.waitsAtEnd();
        }

        @Override
        boolean waits(Jump jump) {
            return outer.waits(jump);
        }

        @Override
        boolean endsInside() {
            return outer.endsInside();
        }

        @Override
        boolean givesStages() {
            return outer.givesStages();
        }

        @Override
        List<String> end(Mode mode) {
            return outer.end(mode);
        }

        @Override
        List<String> jump(Jump jump, @Nullable String value, Mode mode) {
            return outer.jump(jump, value, mode);
        }
    }

    /** A region of its own, whose jumps are noted for what stands behind it. */
    private abstract static class Apart extends Within {
        private final Outcome outcome;
        private final @Nullable String left;

        /** {@code left} tells that a jump was taken: a boolean, or null where the region yields nothing. */
        Apart(String type, Exit outer, Outcome outcome, @Nullable String left) {
            super(type, outer);
            this.outcome = outcome;
            this.left = left;
        }

        @Override
        boolean waitsAtEnd() {
            return false;
        }

        @Override
        boolean waits(Jump jump) {
            return false;
        }

        @Override
        boolean endsInside() {
            return true;
        }

        @Override
        boolean givesStages() {
            return false;
        }

        @Override
        List<String> jump(Jump jump, @Nullable String value, Mode mode) {
            List<String> statements = new ArrayList<>(outcome.note(jump, value));
            if (left != null) {
                statements.add(mode == Mode.STAGE ? "return Stages.ok(" + left + ")" : "return " + left);
            } else {
                statements.add(mode == Mode.STAGE ? "return Stages.done()" : "return");
            }
            return statements;
        }
    }

    /** A part of a body that one kind of jump leaves: yields true if it came to its end. */
    static Exit signal(Exit outer, Outcome outcome) {
        return new Apart("Boolean", outer, outcome, "false") {
            @Override
            List<String> end(Mode mode) {
                return List.of(truth(true, mode));
            }
        };
    }

    /** A part of a body that jumps leave: yields nothing, they are noted. */
    static Exit noting(Exit outer, Outcome outcome) {
        return new Apart("Void", outer, outcome, null) {
            @Override
            List<String> end(Mode mode) {
                return mode == Mode.STAGE ? List.of("return Stages.done()") : List.of();
            }
        };
    }

    /**
     * The body of a loop: yields whether there is another turn.
     *
     * @param labels of the loop itself
     * @param end what is to be done before that turn, and at last the statement that yields it
     */
    static Exit loop(Exit outer, Outcome outcome, Set<String> labels, Turn end) {
        return new Apart("Boolean", outer, outcome, "false") {
            private boolean isOwn(Jump jump) {
                return jump.kind() != Jump.Kind.RETURN && (jump.label() == null || labels.contains(jump.label()));
            }

            @Override
            boolean endsInside() {
                return end.isPlain();
            }

            @Override
            boolean waitsAtEnd() {
                return end.waits();
            }

            @Override
            boolean waits(Jump jump) {
                return jump.kind() == Jump.Kind.CONTINUE && isOwn(jump) && end.waits();
            }

            @Override
            List<String> end(Mode mode) {
                return end.statements(mode);
            }

            @Override
            List<String> jump(Jump jump, @Nullable String value, Mode mode) {
                if (!isOwn(jump)) {
                    return super.jump(jump, value, mode);
                }
                return jump.kind() == Jump.Kind.BREAK ? List.of(truth(false, mode)) : end.statements(mode);
            }
        };
    }

    /** What happens at the end of a turn of a loop. */
    record Turn(
            List<String> update,
            @Nullable String condition,
            @Nullable String step) {
        static final Turn PLAIN = new Turn(List.of(), null, null);

        boolean isPlain() {
            return update.isEmpty() && condition == null && step == null;
        }

        boolean waits() {
            return step != null;
        }

        List<String> statements(Mode mode) {
            if (step != null) {
                return List.of("return " + step + ".run()");
            }
            List<String> statements = new ArrayList<>(update);
            if (condition == null) {
                statements.add(truth(true, mode));
            } else {
                statements.add(mode == Mode.STAGE ? "return Stages.ok(" + condition + ")" : "return " + condition);
            }
            return statements;
        }
    }

    /** The body of a loop over all items, of which no jump but continue leads out: yields nothing. */
    static Exit each(Set<String> labels) {
        return new Exit("Void", null) {
            @Override
            List<String> jump(Jump jump, @Nullable String value, Mode mode) {
                boolean own = jump.label() == null || labels.contains(jump.label());
                if (jump.kind() != Jump.Kind.CONTINUE || !own) {
                    throw new Refusal(Reason.NOT_PROVABLE, "a jump out of a loop");
                }
                return List.of(mode == Mode.STAGE ? "return Stages.done()" : "return");
            }
        };
    }

    /** As {@code outer}, but its end goes on with a local step. */
    static Exit into(String step, Exit outer) {
        return new Within(outer.type, outer) {
            @Override
            boolean waitsAtEnd() {
                return true;
            }

            @Override
            boolean endsInside() {
                return false;
            }

            @Override
            List<String> end(Mode mode) {
                return List.of("return " + step + ".run()");
            }
        };
    }

    /** As {@code outer}, whose end a break leads to: one with that label, or for null one without. */
    static Exit broken(@Nullable String label, Exit outer) {
        Jump leaving = new Jump(Jump.Kind.BREAK, label);
        return new Within(outer.type, outer) {
            @Override
            boolean waits(Jump jump) {
                return jump.equals(leaving) ? outer.waitsAtEnd() : outer.waits(jump);
            }

            @Override
            List<String> jump(Jump jump, @Nullable String value, Mode mode) {
                return jump.equals(leaving) ? over(outer.end(mode), mode) : outer.jump(jump, value, mode);
            }

            private List<String> over(List<String> end, Mode mode) {
                return end.isEmpty() && mode == Mode.VALUE ? List.of("return") : end;
            }
        };
    }
}
