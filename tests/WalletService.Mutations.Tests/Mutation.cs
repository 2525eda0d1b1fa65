namespace WalletService.Mutations.Tests;

/// <summary>One money rule taken out of the code, and the test that must notice.</summary>
/// <param name="Name">Lower case with hyphens.</param>
/// <param name="Rule">What no longer holds.</param>
/// <param name="Project">The test project, without <c>WalletService.</c> and <c>.Tests</c>.</param>
/// <param name="Test">A part of the name of the test or tests that have to fail.</param>
/// <param name="Edits">Where the code changes.</param>
public sealed record Mutation(string Name, string Rule, string Project, string Test, params IReadOnlyList<Edit> Edits);

/// <summary>An expression, and what stands in its place while the mutation is switched on.</summary>
/// <param name="File">Below <c>src</c>.</param>
/// <param name="Expression">Occurs once in the file.</param>
/// <param name="Mutant">An expression of the same type.</param>
public sealed record Edit(string File, string Expression, string Mutant);
