package io.freshet.checker;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowTests {

	private static final long BOUND = 250;

	private final Row row = new Row(7, "\"0\"");

	@Test
	void leavesBothOpenWhileTheOutcomeIsUnknown() {
		this.row.written(this.row.nextVersion(), "\"1\"", 1000, 0);
		this.row.unknown(this.row.nextVersion());

		assertThat(this.row.history().judge(1, 0, 9000, BOUND).isViolation()).isFalse();
		assertThat(this.row.history().judge(2, 0, 9000, BOUND).isViolation()).isFalse();
	}

	@Test
	void knowsThatAWriteWasNotDoneOnceTheNextOneReplacedTheSameState() {
		this.row.unknown(this.row.nextVersion());
		this.row.written(this.row.nextVersion(), "\"1\"", 1000, 0);

		Verdict verdict = this.row.history().judge(1, 0, 9000, BOUND);

		assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNDONE);
	}

	@Test
	void knowsThatAWriteWasDoneOnceItsStateIsReplaced() {
		this.row.unknown(this.row.nextVersion());
		long refused = this.row.nextVersion();
		this.row.rolledBack(refused);
		this.row.replaced(1000);

		assertThat(this.row.entityTag()).isEmpty();
		assertThat(this.row.history().judge(0, 0, 1251, BOUND).isViolation()).isTrue();
		assertThat(this.row.history().judge(1, 0, 1251, BOUND).isViolation()).isFalse();
	}

	@Test
	void concludesNothingFromAnEntityTagThatWasRead() {
		this.row.found("\"old\"");
		this.row.unknown(this.row.nextVersion());
		this.row.replaced(1000);

		assertThat(this.row.history().judge(0, 0, 9000, BOUND).isViolation()).isFalse();
		assertThat(this.row.history().judge(1, 0, 9000, BOUND).isViolation()).isFalse();
	}

}
