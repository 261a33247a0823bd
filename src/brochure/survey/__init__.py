"""The survey of the partners: questionnaires to send, answers to receive, the state of a round.

Input: the workspace and filled files. Output: Word and Excel files, changes of profiles, records under
``surveys/``. Open :mod:`.form` first: what a questionnaire asks, as values.
"""
