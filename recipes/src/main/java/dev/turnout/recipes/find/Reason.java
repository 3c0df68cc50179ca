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
    /** Called by a method that is inside a transaction, which keeps the blocking body. */
    TX_CALLER,
    /** Touches what an entity loads late after it has waited, when the session may be gone. */
    PERSISTENCE_CONTEXT,
    /** Holds a result set, a cursor, a stream of a database or a lock on a file while it waits. */
    NATIVE_LOCK_RESOURCE,
    /** The method yields a stage already: a twin would yield a stage of a stage. */
    YIELDS_STAGE,
    /** In code that something generates. */
    GENERATED,
    /** Something looks for a method of that name by reflection. */
    REFLECTIVE_CALLER,
    /** A file in another language names the class and the method. */
    NON_JAVA_CALLER,
    /** A task in another language, which the recipes do not read. */
    NON_JAVA,
    /** A framework calls it and expects its signature. */
    FRAMEWORK_ENTRY,
    /** Inside a constructor or initialiser. */
    CTOR,
    /** In the initialiser of a class, which runs where the class is first used. */
    STATIC_INIT,
    /** In {@code finalize}. */
    FINALIZER,
    /** In {@code equals} or {@code hashCode}, which collections call. */
    EQUALS_HASHCODE,
    /** In a comparison, which sorting calls. */
    COMPARATOR,
    /** In an iterator, which a loop calls. */
    ITERATOR,
    /** In {@code toString}, which joining text calls. */
    TOSTRING,
    /** In {@code close}, which the end of a try statement calls. */
    CLOSE,
    /** A method of a type that is not in the project, to which no twin can be added. */
    OVERRIDES_BINARY,
    /** In a lambda or class body that is handed to code which is not known to run it in place. */
    UNKNOWN_HOF,
    /** The method or its class has an aspect, known or not, that would see a stage where it expects a value. */
    PROXY_ANNOTATION,
    /** A method of the own object that carries a proxy annotation; the call does not go through the proxy. */
    SELF_INVOCATION,
    /** Lombok puts code into it that is not in the tree. */
    LOMBOK_HIDDEN,
    /** A jump out of a finally block. */
    RETURN_IN_FINALLY,
    /** A jump out of a finally block to a label. */
    LABEL_INTO_FINALLY,
    /** Reads a context of its thread after it has waited, or changes one. */
    THREAD_CONTEXT,
    /** Reacts to an interrupt in a way of its own. */
    INTERRUPT_LOGIC,
    /** Calls itself. */
    RECURSION,
    /** Calls itself through another method. */
    REENTRANT,
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
