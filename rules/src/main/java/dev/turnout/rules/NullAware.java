// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Data flow in which a variable that has been asked is not null in the arm where the answer was no. */
final class NullAware extends Analyzer<SourceValue> {
    NullAware(Interpreter<SourceValue> interpreter) {
        super(interpreter);
    }

    @Override
    protected Frame<SourceValue> newFrame(int locals, int stack) {
        return new Asking(locals, stack);
    }

    @Override
    protected Frame<SourceValue> newFrame(Frame<? extends SourceValue> frame) {
        return new Asking(frame);
    }

    private static final class Asking extends Frame<SourceValue> {
        /** The variable that the jump asks about; -1 if none. */
        private int variable = -1;

        private @Nullable SourceValue before;

        Asking(int locals, int stack) {
            super(locals, stack);
        }

        Asking(Frame<? extends SourceValue> frame) {
            super(frame);
        }

        @Override
        public void execute(AbstractInsnNode insn, Interpreter<SourceValue> interpreter) throws AnalyzerException {
            super.execute(insn, interpreter);
            boolean asks = insn.getOpcode() == Opcodes.IFNULL || insn.getOpcode() == Opcodes.IFNONNULL;
            variable = asks && insn.getPrevious() instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD
                    ? load.var
                    : -1;
            before = variable < 0 ? null : getLocal(variable);
        }

        /** @param target null for the way on without a jump, which comes first */
        @Override
        public void initJumpTarget(int opcode, @Nullable LabelNode target) {
            if (before == null) {
                return;
            }
            boolean isNull = (opcode == Opcodes.IFNULL) == (target != null);
            setLocal(variable, isNull ? before : withoutNull(before));
        }

        private static SourceValue withoutNull(SourceValue value) {
            Set<AbstractInsnNode> others = value.insns.stream()
                    .filter(insn -> insn.getOpcode() != Opcodes.ACONST_NULL)
                    .collect(Collectors.toUnmodifiableSet());
            return others.isEmpty() ? value : new SourceValue(value.size, others);
        }
    }
}
