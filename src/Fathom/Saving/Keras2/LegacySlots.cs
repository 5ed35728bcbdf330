namespace Fathom.Saving;

/// <summary>
/// The optimizer's variables in files of Keras 2 and TensorFlow.js, which are told apart by their names: <c>Adam/dense/kernel/m:0</c> (optimizers of TensorFlow 2 up to
/// 2.10, and TensorFlow.js without the first part), <c>Adam/m/dense/kernel:0</c> (Keras 2.11 to 2.15), or, in Keras before it was TensorFlow's, by their order alone.
/// </summary>
internal static class LegacySlots
{
    // What Keras 3 calls them, by optimizer where it differs.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["m"] = "momentum", ["momentum"] = "momentum", ["v"] = "velocity", ["velocity"] = "velocity", ["vhat"] = "velocity_hat", ["velocity_hat"] = "velocity_hat", ["rms"] = "velocity",
        ["mg"] = "average_gradient", ["average_gradient"] = "average_gradient", ["accumulator"] = "accumulator", ["accum_grad"] = "accumulated_grad", ["accumulated_grad"] = "accumulated_grad",
        ["accum_var"] = "accumulated_delta_var", ["accumulated_delta_var"] = "accumulated_delta_var", ["u"] = "norm",
    };

    /// <summary>The counter of steps; none where the file has none.</summary>
    public static long? Iterations(IReadOnlyList<StoredWeight> state) => state.FirstOrDefault(IsCounter)?.Count;

    /// <summary>The running values of each kind, one per weight that training changes.</summary>
    /// <param name="state">The variables.</param>
    /// <param name="slots">The kinds that the optimizer keeps, as Keras 3 calls them.</param>
    /// <param name="weights">The number of weights that training changes.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<StoredWeight>> BySlot(IReadOnlyList<StoredWeight> state, IReadOnlyList<string> slots, int weights)
    {
        StoredWeight[] running = [.. state.Where(variable => !IsCounter(variable) && !Plain(variable).EndsWith("learning_rate", StringComparison.Ordinal))];
        bool normed = slots.Contains("norm");
        var found = running.GroupBy(variable => SlotOf(variable, normed) ?? "").ToDictionary(group => group.Key, IReadOnlyList<StoredWeight> (group) => [.. group]);
        if (!found.ContainsKey("") || weights == 0) return found;
        return slots.Take(running.Length / weights).Select((slot, i) => (slot, Values: (IReadOnlyList<StoredWeight>)running[(i * weights)..((i + 1) * weights)])).ToDictionary(pair => pair.slot, pair => pair.Values);
    }

    private static string? SlotOf(StoredWeight variable, bool normed)
    {
        string[] parts = Plain(variable).Split('/');
        string? word = Names.ContainsKey(parts[^1]) ? parts[^1] : parts.Length > 2 && Names.ContainsKey(parts[1]) ? parts[1] : null;
        return word is null ? null : normed && word == "v" ? "norm" : Names[word];
    }

    private static bool IsCounter(StoredWeight variable) => variable.Count is not null;

    // TensorFlow adds the number of an operation's output.
    private static string Plain(StoredWeight variable) => variable.Path.Split(':')[0];
}
