package io.freshet.checker;

import java.io.File;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

import static net.bytebuddy.matcher.ElementMatchers.named;

/**
 * Changes classes of the cache before they are loaded. The product has no switches of
 * this kind. What the pieces of advice assign to their parameters goes to the methods
 * into which they are put.
 */
final class Switches {

	private static final String CACHING = "io.freshet.caching.";

	private Switches() {
	}

	static void turnOff(Defence defence) {
		switch (defence) {
			case STAMP -> change("invalidation.FreshnessView", "isValid", AlwaysTrue.class);
			case JOIN -> change("load.Coalescer", "isSeenBy", AlwaysTrue.class);
			case BOUND -> change("invalidation.FreshnessView", "isCurrent", AlwaysTrue.class);
			case FLOOR -> change("invalidation.MarkedHistory", "forgetUpTo", SameFloor.class);
			case TOKEN -> change("invalidation.FreshnessToken", "isSeenBy", AlwaysTrue.class);
			case CLEAR -> change("invalidation.Invalidation", "pattern", AlwaysNull.class);
		}
	}

	/** Has this process end between a commit and what it does about it, once told to. */
	static void crashAfterCommit() {
		change("postgres.PostgresLedger", "committed", Crash.class);
	}

	private static void change(String type, String method, Class<?> advice) {
		ByteBuddyAgent.install();
		new AgentBuilder.Default().disableClassFormatChanges()
			.with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
			.type(named(CACHING + type))
			.transform((builder, target, loader, module, domain) -> builder.visit(Advice.to(advice).on(named(method))))
			.installOnByteBuddyAgent();
	}

	static final class AlwaysTrue {

		private AlwaysTrue() {
		}

		@Advice.OnMethodExit
		@SuppressWarnings("UnusedVariable")
		static void exit(@Advice.Return(readOnly = false) boolean answer) {
			answer = true;
		}

	}

	static final class AlwaysNull {

		private AlwaysNull() {
		}

		@Advice.OnMethodExit
		@SuppressWarnings("UnusedVariable")
		static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object answer) {
			answer = null;
		}

	}

	static final class SameFloor {

		private SameFloor() {
		}

		@Advice.OnMethodEnter
		static long enter(@Advice.FieldValue("floor") long floor) {
			return floor;
		}

		@Advice.OnMethodExit
		@SuppressWarnings("UnusedVariable")
		static void exit(@Advice.Enter long before, @Advice.FieldValue(value = "floor", readOnly = false) long floor) {
			floor = before;
		}

	}

	static final class Crash {

		private Crash() {
		}

		@Advice.OnMethodEnter
		static void enter() {
			if (new File(System.getProperty("checker.crash")).exists()) {
				Runtime.getRuntime().halt(137);
			}
		}

	}

}
