// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * A call in a method body.
 *
 * @param at number of the instruction
 * @param values receiver, if there is one, and arguments; empty where the body could not be analysed
 */
record Call(int at, int opcode, String owner, String name, String descriptor, int line, List<Value> values) {
    boolean isStatic() {
        return opcode == Opcodes.INVOKESTATIC;
    }

    /** Whether the method runs that is named, with no dispatch. */
    boolean isDirect() {
        return opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
    }

    /** Position among the declared arguments of the value at {@code position}; -1 is the receiver. */
    int argument(int position) {
        return isStatic() ? position : position - 1;
    }

    Value value(int position) {
        return position < values.size() ? values.get(position) : Value.UNKNOWN;
    }

    /** Whether this only boxes or unboxes. */
    boolean isBoxing() {
        return owner.startsWith("java/lang/")
                && (name.equals("valueOf") || name.endsWith("Value"))
                && List.of("Integer", "Long", "Boolean", "Double", "Float", "Short", "Byte", "Character", "Number")
                        .contains(owner.substring("java/lang/".length()));
    }

    /** {@code OrderRepository.findById}. */
    String simpleName() {
        String type = owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.');
        return name.equals("<init>") ? "new " + type : type + "." + name;
    }
}
