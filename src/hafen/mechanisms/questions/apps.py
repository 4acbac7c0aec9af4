from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "hafen.mechanisms.questions"
    label = "questions"
