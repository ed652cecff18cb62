using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace TinyBertPipeline.Core.Tasks;

/// <summary>
/// Finds what another project adds to a task: training its head and loss, export its graph. Such a part is a class of that project (or of the
/// task's own assembly) with <see cref="TaskPartAttribute"/>, so that a new task needs a folder in each project and no further list.
/// </summary>
public static class TaskParts
{
    /// <summary>The part of a task that implements <typeparamref name="T"/>, made anew.</summary>
    /// <exception cref="NotSupportedException">Nobody has written it.</exception>
    [RequiresUnreferencedCode("The parts of a task are found by reflection.")]
    public static T Of<T>(ITask task) where T : class
    {
        Assembly[] places = [typeof(T).Assembly, task.GetType().Assembly];
        var part = places.SelectMany(assembly => assembly.GetTypes()).FirstOrDefault(
            type => typeof(T).IsAssignableFrom(type) && type.GetCustomAttribute<TaskPartAttribute>()?.Task == task.Name)
            ?? throw new NotSupportedException($"the task {task.Name} has no {typeof(T).Name}");
        return (T)Activator.CreateInstance(part, nonPublic: true)!;
    }
}

/// <summary>Marks a class as the part that a project adds to a task.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TaskPartAttribute(string task) : Attribute
{
    /// <summary>The task's name.</summary>
    public string Task { get; } = task;
}
