// SPDX-License-Identifier: Apache-2.0
package dev.turnout.rules;

import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;

/** Where a value in a method body comes from. */
sealed interface Source {
    /** A parameter; 0 is {@code this} in instance methods. */
    record Param(int index) implements Source {}

    /**
     * A lambda or method reference.
     *
     * @param type the interface that it is made as
     * @param method the one that the interface asks for
     */
    record Lambda(int at, Handle target, String type, String method, int line, List<Value> captured, Type instantiated)
            implements Source {
        /** Whether the function is used as one that returns nothing. */
        boolean yieldsNothing() {
            return instantiated.getReturnType() == Type.VOID_TYPE;
        }

        boolean isJobLambda() {
            return type.startsWith(JobRunrTypes.LAMBDAS);
        }

        boolean isReference() {
            return !target.getName().startsWith("lambda$");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Lambda lambda && lambda.at == at;
        }

        @Override
        public int hashCode() {
            return at;
        }
    }

    /** {@code new type()}. */
    record New(int at, String type) implements Source {}

    /** A field, of whichever object. */
    record Field(String owner, String name, String descriptor) implements Source {}

    /** What the call at that instruction returned. */
    record Result(int at) implements Source {}

    /** An array made here. */
    record Array(int at) implements Source {}

    /** The constant 0. */
    record Zero() implements Source {}

    /** The constant null. */
    record Null() implements Source {}

    /** Anything else. */
    record Other(int at) implements Source {}
}
