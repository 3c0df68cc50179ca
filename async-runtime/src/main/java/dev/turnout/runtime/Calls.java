// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime;

import java.io.Serializable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of methods that a job can name, by number of parameters; of a method that is called on a bean, the bean is the first.
 * Only method references are of use here: nothing of this is ever called. {@code Call…} is for methods that end their work before
 * they return, {@code Stage…} for those that return its end.
 */
public final class Calls {
    private Calls() {}

    /** A method of 0 parameters. */
    @FunctionalInterface
    public interface Call0 extends Serializable {
        void call() throws Throwable;
    }

    /** A method of 0 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage0<R extends @Nullable Object> extends Serializable {
        CompletionStage<R> call() throws Throwable;
    }

    /** A method of 1 parameter. */
    @FunctionalInterface
    public interface Call1<T extends @Nullable Object> extends Serializable {
        void call(T t) throws Throwable;
    }

    /** A method of 1 parameter that returns a stage. */
    @FunctionalInterface
    public interface Stage1<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {
        CompletionStage<R> call(T t) throws Throwable;
    }

    /** A method of 2 parameters. */
    @FunctionalInterface
    public interface Call2<T extends @Nullable Object, A extends @Nullable Object> extends Serializable {
        void call(T t, A a) throws Throwable;
    }

    /** A method of 2 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage2<T extends @Nullable Object, A extends @Nullable Object, R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a) throws Throwable;
    }

    /** A method of 3 parameters. */
    @FunctionalInterface
    public interface Call3<T extends @Nullable Object, A extends @Nullable Object, B extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b) throws Throwable;
    }

    /** A method of 3 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage3<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b) throws Throwable;
    }

    /** A method of 4 parameters. */
    @FunctionalInterface
    public interface Call4<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c) throws Throwable;
    }

    /** A method of 4 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage4<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c) throws Throwable;
    }

    /** A method of 5 parameters. */
    @FunctionalInterface
    public interface Call5<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c, D d) throws Throwable;
    }

    /** A method of 5 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage5<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c, D d) throws Throwable;
    }

    /** A method of 6 parameters. */
    @FunctionalInterface
    public interface Call6<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c, D d, E e) throws Throwable;
    }

    /** A method of 6 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage6<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c, D d, E e) throws Throwable;
    }

    /** A method of 7 parameters. */
    @FunctionalInterface
    public interface Call7<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c, D d, E e, F f) throws Throwable;
    }

    /** A method of 7 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage7<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c, D d, E e, F f) throws Throwable;
    }

    /** A method of 8 parameters. */
    @FunctionalInterface
    public interface Call8<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c, D d, E e, F f, G g) throws Throwable;
    }

    /** A method of 8 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage8<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c, D d, E e, F f, G g) throws Throwable;
    }

    /** A method of 9 parameters. */
    @FunctionalInterface
    public interface Call9<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            extends Serializable {
        void call(T t, A a, B b, C c, D d, E e, F f, G g, H h) throws Throwable;
    }

    /** A method of 9 parameters that returns a stage. */
    @FunctionalInterface
    public interface Stage9<
                    T extends @Nullable Object,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object,
                    R extends @Nullable Object>
            extends Serializable {
        CompletionStage<R> call(T t, A a, B b, C c, D d, E e, F f, G g, H h) throws Throwable;
    }
}
