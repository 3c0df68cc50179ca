// SPDX-License-Identifier: Apache-2.0
package dev.turnout.recipes.find;

/** Why a site or a task is not composed. The names appear in the tables. */
public enum Reason {
    /** Composed, nothing to say. */
    NONE,
    /** There is no async form of the call. */
    NO_ASYNC_FORM,
    /** A test hands in a mock of the receiver, which would not know the async form. */
    MOCKED,
    /** Blocks while a monitor or lock is held; a continuation may run on another thread. */
    LOCK_HELD,
    /** Inside a transaction, which belongs to one thread. */
    TX,
    /** Inside a constructor or initialiser. */
    CTOR,
    /** In a lambda or class body that is handed to code which is not known to run it in place. */
    UNKNOWN_HOF,
    /** The method or its class has an aspect, known or not, that would see a stage where it expects a value. */
    PROXY_ANNOTATION,
    /** A method of the own object that carries a proxy annotation; the call does not go through the proxy. */
    SELF_INVOCATION,
    /** A jump out of a finally block. */
    RETURN_IN_FINALLY,
    /** Reads a context of its thread after it has waited, or changes one. */
    THREAD_CONTEXT,
    /** Reacts to an interrupt in a way of its own. */
    INTERRUPT_LOGIC,
    /** Calls itself. */
    RECURSION,
    /** There is another method of the twin's name, in the class, above or below it. */
    NAME_TAKEN,
    /** The compiler's types are not known here. */
    MISSING_TYPES,
    /** Called through an interface with several implementations. */
    INTERFACE_TASK,
    /** A call path longer than is looked at. */
    TOO_DEEP,
    /** No form is known that certainly means the same. */
    NOT_PROVABLE
}
