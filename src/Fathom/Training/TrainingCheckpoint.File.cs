using System.Globalization;
using System.Text.Json.Nodes;
using Fathom.Data;
using Fathom.Optimizers;
using Fathom.Saving;
using Fathom.Schedules;

namespace Fathom.Training;

// The checkpoint as a file.
internal sealed partial record TrainingCheckpoint
{
    private const string Kind = "fathom.checkpoint";
    private const int Version = 1;

    /// <summary>Writes the file; it appears under its name only when it is complete.</summary>
    public void Write(string path)
    {
        var arrays = new ArrayArchive();
        var content = new JsonObject
        {
            ["format"] = Kind,
            ["version"] = Version,
            ["model"] = Model,
            ["epoch"] = Epoch,
            ["batches"] = Batches,
            ["steps"] = Steps,
            ["elapsed"] = Elapsed.Ticks,
            ["epoch_begun"] = EpochBegun.Ticks,
            ["stop_reason"] = StopReason,
            ["logs"] = Texts(Logs),
            ["seed"] = Seed,
            ["shuffle_seed"] = Position.Seed,
            ["passes"] = Position.Passes,
            ["next_sample"] = Position.Next,
            ["random_streams"] = Array(Streams, stream => stream),
            ["carried_states"] = Array(Carried, states => Array(states, state => Place(arrays, state.Path, state.Shape, state.Values))),
            ["weights"] = Array(Weights, weight => Place(arrays, weight.Path, weight.Shape, weight.Values)),
            ["uses_average"] = UsesAverage,
            ["learning_rate"] = Optimizer.LearningRate is { IsConstant: true } rate ? Text(rate.At(0)) : null,
            ["optimizer"] = Array(Optimizer.Variables, variable =>
            {
                JsonObject place = Place(arrays, variable.Name, variable.Shape, variable.Values);
                place["count"] = variable.Count;
                return place;
            }),
            ["figures"] = Array(Figures, values => arrays.Add(values)),
            ["durations"] = Array(Durations, duration => duration.Ticks),
            ["history"] = Array(Series, series => new JsonObject { ["name"] = series.Name, ["values"] = arrays.Add(series.Values) }),
            ["callbacks"] = Array(Callbacks, callback => new JsonObject
            {
                ["class"] = callback.Kind,
                ["numbers"] = Texts(callback.State.Numbers),
                ["texts"] = new JsonObject(callback.State.Texts.Select(text => KeyValuePair.Create<string, JsonNode?>(text.Key, text.Value))),
                ["arrays"] = new JsonObject(callback.State.Arrays.Select(list => KeyValuePair.Create<string, JsonNode?>(list.Key, Array(list.Value, values => arrays.Add(values))))),
            }),
        };
        arrays.Write(path, content);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or something else.</exception>
    public static TrainingCheckpoint Read(string path)
    {
        (JsonObject content, StoredArrays arrays) = ArrayArchive.Read(path);
        return Read(path, content, content => Read(content, arrays));
    }

    /// <summary>Where in its run a checkpoint is, and the figures of the epoch that had just ended; its arrays are not read.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or something else.</exception>
    public static (int Epoch, int Batches, Scores Logs) Describe(string path) => Read(
        path, ArrayArchive.ReadContent(path), content => ((int)content["epoch"]!, (int)content["batches"]!, ReadLogs(content)));

    private static T Read<T>(string path, JsonObject content, Func<JsonObject, T> read)
    {
        try
        {
            if ((string?)content["format"] != Kind) throw new ModelFormatException($"'{path}' is no training checkpoint. Choose another path for checkpoints.");
            if ((int?)content["version"] != Version)
                throw new ModelFormatException($"The checkpoint '{path}' is of version {content["version"]}, which is not known here. Resume with the program that wrote it, or delete it to begin anew.");
            return read(content);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            throw new ModelFormatException($"The checkpoint '{path}' is incomplete ({e.Message}). Delete it to begin anew.", e);
        }
    }

    private static TrainingCheckpoint Read(JsonObject content, StoredArrays arrays) => new((int)content["epoch"]!, (int)content["batches"]!, (int)content["steps"]!)
    {
        Model = (string)content["model"]!,
        Elapsed = new((long)content["elapsed"]!),
        EpochBegun = new((long)content["epoch_begun"]!),
        StopReason = (string?)content["stop_reason"],
        Logs = ReadLogs(content),
        Seed = (ulong)content["seed"]!,
        Position = new FeedPosition((int?)content["shuffle_seed"], (long)content["passes"]!, (int)content["next_sample"]!),
        Streams = List(content["random_streams"], stream => (ulong)stream),
        Carried = List(content["carried_states"], states => Stored(states, arrays)),
        Weights = Stored(content["weights"], arrays),
        UsesAverage = (bool)content["uses_average"]!,
        Optimizer = new(
            List(content["optimizer"], place => new OptimizerVariable((string)place["name"]!, List(place["shape"], axis => (int)axis), arrays.Floats(place["at"])) { Count = (long?)place["count"] }),
            content["learning_rate"] is JsonNode rate ? Schedule.Constant(Number(rate)) : null),
        Figures = List(content["figures"], arrays.Doubles),
        Durations = List(content["durations"], ticks => new TimeSpan((long)ticks)),
        Series = List(content["history"], series => ((string)series["name"]!, arrays.Doubles(series["values"]))),
        Callbacks = List(content["callbacks"], callback =>
        {
            var state = new CallbackState();
            foreach ((string name, JsonNode? value) in callback["numbers"]!.AsObject()) state.Numbers.Add(name, Number(value!));
            foreach ((string name, JsonNode? value) in callback["texts"]!.AsObject()) state.Texts.Add(name, (string)value!);
            foreach ((string name, JsonNode? list) in callback["arrays"]!.AsObject()) state.Arrays.Add(name, List(list, arrays.Floats));
            return ((string)callback["class"]!, state);
        }),
    };

    private static JsonObject Place(ArrayArchive arrays, string name, IEnumerable<int> shape, ReadOnlyMemory<float> values)
    {
        JsonNode at = arrays.Add(values);
        return new() { ["name"] = name, ["shape"] = new JsonArray([.. shape.Select(axis => JsonValue.Create(axis))]), ["at"] = at };
    }

    private static StoredWeight[] Stored(JsonNode? list, StoredArrays arrays) =>
        List(list, place => new StoredWeight((string)place["name"]!, [.. List(place["shape"], axis => (int)axis)], arrays.Floats(place["at"])));

    // Files of before have none.
    private static Scores ReadLogs(JsonObject content) => new(content["logs"] is JsonObject logs ? logs.Select(figure => KeyValuePair.Create(figure.Key, Number(figure.Value!))) : []);

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, double>> numbers) => new(numbers.Select(number => KeyValuePair.Create<string, JsonNode?>(number.Key, Text(number.Value))));

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> write) => new([.. items.Select(write)]);

    private static T[] List<T>(JsonNode? list, Func<JsonNode, T> read) => [.. list!.AsArray().Select(item => read(item!))];

    // Texts, since JSON has neither NaN nor infinity.
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(JsonNode text) => double.Parse((string)text!, CultureInfo.InvariantCulture);
}
