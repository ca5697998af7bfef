package io.freshet.checker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowHistoryTests {

	private static final long BOUND = 250;

	private static final int WRITER = 0;

	private static final int OTHER = 1;

	private final RowHistory history = new RowHistory();

	@Test
	void allowsTheNewestAcknowledgedVersion() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.acknowledged(2, 2000, WRITER);

		Verdict verdict = this.history.judge(2, OTHER, 9000, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.ALLOWED, 2, 0));
	}

	@Test
	void allowsTheVersionBeforeAtAnotherInstanceWithinTheBound() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.acknowledged(2, 2000, WRITER);

		Verdict verdict = this.history.judge(1, OTHER, 2250, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.ALLOWED, 1, 250));
	}

	@Test
	void reportsTheVersionBeforeAtAnotherInstanceAfterTheBound() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.acknowledged(2, 2000, WRITER);

		Verdict verdict = this.history.judge(1, OTHER, 2251, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.TOO_OLD, 2, 251));
	}

	@Test
	void reportsTheVersionBeforeAtTheInstanceThatWroteAtOnce() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.acknowledged(2, 2000, WRITER);

		Verdict verdict = this.history.judge(1, WRITER, 2001, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.TOO_OLD, 2, 1));
	}

	@Test
	void allowsTheVersionBeforeInReadsThatBeganBeforeTheAcknowledgement() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.acknowledged(2, 2000, WRITER);

		Verdict verdict = this.history.judge(1, WRITER, 2000, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.ALLOWED, 1, 0));
	}

	@Test
	void measuresFromTheFirstReplacementAndExpectsTheLastOneThatIsDue() {
		this.history.acknowledged(2, 2000, WRITER);
		this.history.acknowledged(3, 2100, OTHER);
		this.history.acknowledged(4, 2400, WRITER);

		Verdict verdict = this.history.judge(1, 2, 2500, BOUND);

		assertThat(verdict).isEqualTo(new Verdict(Verdict.Kind.TOO_OLD, 3, 500));
	}

	@Test
	void allowsAVersionThatIsNotAcknowledgedYet() {
		this.history.acknowledged(1, 1000, WRITER);

		Verdict verdict = this.history.judge(2, OTHER, 9000, BOUND);

		assertThat(verdict.isViolation()).isFalse();
	}

	@Test
	void grantsTheBoundToAllWhenNoInstanceAcknowledged() {
		this.history.acknowledged(2, 2000, RowHistory.NO_INSTANCE);

		assertThat(this.history.judge(1, WRITER, 2250, BOUND).isViolation()).isFalse();
		assertThat(this.history.judge(1, WRITER, 2251, BOUND).isViolation()).isTrue();
	}

	@Test
	void reportsAVersionThatWasRolledBack() {
		this.history.acknowledged(1, 1000, WRITER);
		this.history.undone(2);

		Verdict verdict = this.history.judge(2, OTHER, 1100, BOUND);

		assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNDONE);
	}

}
